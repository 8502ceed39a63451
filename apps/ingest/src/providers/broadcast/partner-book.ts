import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import {
  eventTimeSchema,
  matchIdSchema,
  matchPatternSchema,
  plainText,
  providerNameSchema,
} from '@touchline/contracts'
import { type Format, formatSchema, type ParseOptions } from '@touchline/formats'
import { operatorProvider } from '@touchline/match'
import { z } from 'zod'
import type { SigningKeys } from './signature.ts'

export interface Partner {
  readonly name: string
  /** Key objects, so that no log line or inspection can print them. */
  readonly keys: SigningKeys
  /** Undefined: the app's default. */
  readonly eventsPerSecond: number | undefined
  /** How many seconds' worth may come at once. Undefined: the app's default. */
  readonly burstFactor: number | undefined
  /** Ids of the matches that it may write; `*` stands for any characters. */
  readonly matches: readonly string[]
  /** `global`: it uses no id in two matches. */
  readonly idScope: 'match' | 'global'
  /** In which form it sends its events. */
  readonly format: Format
  /** What its documents do not say themselves. */
  readonly document: DocumentSettings
}

export type DocumentSettings = Pick<ParseOptions, 'matchId' | 'teams' | 'kickoffAt'>

/** The partners that may send to us, by the name in their webhook's address. */
export type PartnerBook = ReadonlyMap<string, Partner>

const minSecretBytes = 24
const maxSecretBytes = 64
const publicKeyBytes = 32

/** `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks has it. */
const secretSchema = z.string().transform((text, context): KeyObject => {
  const bytes = decode(text, 'whsec_')
  if (bytes && bytes.length >= minSecretBytes && bytes.length <= maxSecretBytes) return createSecretKey(bytes)
  context.addIssue({ code: 'custom', message: 'must be whsec_ and the base64 of 24 to 64 bytes', input: '' })
  return z.NEVER
})

/** `whpk_` and a raw ed25519 public key in base64. */
const publicKeySchema = z.string().transform((text, context): KeyObject => {
  const bytes = decode(text, 'whpk_')
  if (bytes?.length === publicKeyBytes) {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }
    return createPublicKey({ key: jwk, format: 'jwk' })
  }
  context.addIssue({ code: 'custom', message: 'must be whpk_ and the base64 of 32 bytes', input: '' })
  return z.NEVER
})

/** Seconds' worth of events that may come at once. */
export const burstFactorSchema = z.number().min(1).max(60)

const documentSchema = z.strictObject({
  matchId: matchIdSchema.optional(),
  teams: z.strictObject({ home: plainText(120), away: plainText(120) }).optional(),
  kickoffAt: eventTimeSchema.optional(),
})

const partnerSchema = z
  .object({
    secrets: z.array(secretSchema).max(8).default([]),
    publicKeys: z.array(publicKeySchema).max(8).default([]),
    eventsPerSecond: z.int().positive().optional(),
    burstFactor: burstFactorSchema.optional(),
    matches: z.array(matchPatternSchema).max(1_000).default(['*']),
    idScope: z.enum(['match', 'global']).default('match'),
    format: formatSchema.default('touchline'),
    document: documentSchema.default({}),
  })
  .refine(
    ({ secrets, publicKeys }) => secrets.length + publicKeys.length > 0,
    'needs a secret or a public key',
  )

/** What the operator says counts always: no partner may speak in that name. */
const partnerNameSchema = providerNameSchema.refine(
  name => name !== operatorProvider,
  `must not be "${operatorProvider}"`,
)

/**
 * Partners by name:
 * `{ "acme": { "secrets": ["whsec_…"], "publicKeys": ["whpk_…"], "eventsPerSecond": 500, "burstFactor": 3,
 * "matches": ["cup-2026-*"], "idScope": "global", "format": "touchline" } }`.
 */
export const partnerBookSchema = z
  .record(partnerNameSchema, partnerSchema)
  .transform(
    (partners): PartnerBook =>
      new Map(
        Object.entries(partners).map(
          ([name, { secrets, publicKeys, eventsPerSecond, burstFactor, ...settings }]) => [
            name,
            { name, keys: { secrets, publicKeys }, eventsPerSecond, burstFactor, ...settings },
          ],
        ),
      ),
  )
export type PartnerBookInput = z.input<typeof partnerBookSchema>

/** Throws a ZodError that names the faulty partner and setting, without the secret. */
export const createPartnerBook = (partners: PartnerBookInput): PartnerBook =>
  partnerBookSchema.parse(partners)

function decode(text: string, prefix: string): Buffer | undefined {
  if (!text.startsWith(prefix)) return undefined
  const encoded = text.slice(prefix.length)
  const bytes = Buffer.from(encoded, 'base64')
  return bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '') ? bytes : undefined
}
