import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'
import { readPartnerSecret } from './partner/partner-secret.ts'
import type { Partner } from './partner/webhook-sender.ts'
import { scriptOptionsSchema } from './script/options.ts'

const numeric = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'must be a number')
  .transform(Number)
const rate = numeric.pipe(z.number().max(1)).optional()

export const envSchema = z.object({
  /** Where to listen. */
  HOST: z.string().default('127.0.0.1'),
  PORT: numeric.pipe(z.int().max(65_535)).default(4_300),
  /** Where the broadcast partner posts. */
  INGEST_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4100'),
  /** The partner's name in the webhook's path. Its secret: these two, or else the partners' settings below. */
  SIMULATOR_PARTNER: z.string().min(1).max(64).default('simulator'),
  SIMULATOR_SECRET: z.string().optional(),
  BROADCAST_PARTNERS: z.string().optional(),
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

/** The settings of this process, any also from `NAME_FILE`; throws an error that names each wrong or missing one. */
export function readEnv(source: SimulatorEnv = process.env) {
  const data = readSettings(envSchema, { title: "the simulator can't start with these settings", source })
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
export const cliEnvSchema = envSchema
  .pick({ BROADCAST_PARTNERS: true, TOUCHLINE_DATA: true })
  .extend({ INIT_CWD: z.string().optional() })

export const readCliEnv = (source: SimulatorEnv = process.env): z.infer<typeof cliEnvSchema> =>
  readSettings(cliEnvSchema, { title: 'these settings are not right', source })

function partnerOf(env: z.infer<typeof envSchema>): Partner {
  const name = env.SIMULATOR_PARTNER
  return { name, secret: env.SIMULATOR_SECRET ?? readPartnerSecret(name, env) }
}
