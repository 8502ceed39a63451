import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type PartnerSettings, readPartnerSecret } from './partner/partner-secret.ts'
import type { Partner } from './partner/webhook-sender.ts'
import { scriptOptionsSchema } from './script/options.ts'

const numeric = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'must be a number')
  .transform(Number)
const rate = numeric.pipe(z.number().max(1)).optional()

const envSchema = z.object({
  /** Where to listen. */
  HOST: z.string().default('127.0.0.1'),
  PORT: numeric.pipe(z.int().max(65_535)).default(4_300),
  /** Where the broadcast partner posts. */
  INGEST_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4100'),
  /** The partner's name in the webhook's path. Its secret: these two, or else the partners' settings below. */
  SIMULATOR_PARTNER: z.string().min(1).max(64).default('simulator'),
  SIMULATOR_SECRET: z.string().optional(),
  SIMULATOR_SECRET_FILE: z.string().optional(),
  BROADCAST_PARTNERS: z.string().optional(),
  BROADCAST_PARTNERS_FILE: z.string().optional(),
  TOUCHLINE_DATA: z.string().optional(),
  /** `0` serves the fake sources and plays nothing. */
  TOUCHLINE_SIMULATE: z.enum(['0', '1']).default('1'),
  /** The script: the same seed writes the same matches. Default: the time of the start. */
  SIMULATOR_SEED: z.string().min(1).max(64).optional(),
  /** What the matches' ids begin with. Default: `match-` and the time of the start. */
  SIMULATOR_MATCH_ID: z.string().optional(),
  /** 1 is real time; `max` is as fast as it can be read. */
  SIMULATOR_SPEED: z.union([z.literal('max'), numeric.pipe(z.number().positive().max(10_000))]).default(10),
  /** How many matches at once. */
  SIMULATOR_MATCHES: numeric.pipe(z.int().min(1).max(100)).default(1),
  /** `0` plays each match once, `1` goes on for ever. */
  SIMULATOR_LOOP: z.enum(['0', '1']).default('1'),
  SIMULATOR_DUPLICATES: rate,
  SIMULATOR_DISORDER: rate,
  SIMULATOR_MALFORMED: rate,
  SIMULATOR_BURSTS: rate,
})

export type SimulatorEnv = Readonly<Record<string, string | undefined>>

/** The settings of this process; throws an error that names each wrong or missing one. */
export function readEnv(env: SimulatorEnv = process.env) {
  const parsed = envSchema.safeParse(env)
  if (!parsed.success) throw new Error(`wrong settings: ${z.prettifyError(parsed.error)}`)
  const { data } = parsed
  const script = scriptOptionsSchema.parse({
    seed: data.SIMULATOR_SEED ?? String(Date.now()),
    matchId: data.SIMULATOR_MATCH_ID,
    speed: data.SIMULATOR_SPEED,
    matches: data.SIMULATOR_MATCHES,
    loop: data.SIMULATOR_LOOP === '1',
    faults: {
      duplicates: data.SIMULATOR_DUPLICATES,
      disorder: data.SIMULATOR_DISORDER,
      malformed: data.SIMULATOR_MALFORMED,
      bursts: data.SIMULATOR_BURSTS,
    },
  })
  return {
    host: data.HOST,
    port: data.PORT,
    ingestUrl: data.INGEST_URL,
    partner: partnerOf(data),
    script: data.TOUCHLINE_SIMULATE === '1' ? script : null,
  }
}

/** Settings that the command lines share: where partners' secrets are, and where the user stood when npm ran. */
export const readCliEnv = (
  env: SimulatorEnv = process.env,
): PartnerSettings & { INIT_CWD?: string | undefined } => ({
  BROADCAST_PARTNERS: env.BROADCAST_PARTNERS,
  BROADCAST_PARTNERS_FILE: env.BROADCAST_PARTNERS_FILE,
  TOUCHLINE_DATA: env.TOUCHLINE_DATA,
  INIT_CWD: env.INIT_CWD,
})

function partnerOf(env: z.infer<typeof envSchema>): Partner {
  const name = env.SIMULATOR_PARTNER
  const file = env.SIMULATOR_SECRET_FILE
  const own = env.SIMULATOR_SECRET ?? (file && readFileSync(file, 'utf8').trim())
  return { name, secret: own || readPartnerSecret(name, env) }
}
