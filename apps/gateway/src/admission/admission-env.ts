import { z } from 'zod'
import { type AdmissionLimits, defaultAdmissionLimits } from './admission-limits.ts'
import type { AdmissionOptions } from './create-admission.ts'
import { readKeySet } from './fan-keys.ts'

const limit = z.coerce.number().int().min(1).max(10_000_000).optional()

const isKeySet = (text: string): boolean => {
  try {
    return readKeySet(text).keys.length > 0
  } catch {
    return false
  }
}

/** The settings of the door, to be spread into those of the process that has one. */
export const admissionEnv = {
  /** Where the public keys of whoever signs fan tokens are read, and read again. Unset, with FAN_JWKS: no fan comes in. */
  FAN_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  /** The same as text; its keys count beside those of the URL. */
  FAN_JWKS: z.string().refine(isKeySet, 'must be a JSON Web Key Set with an Ed25519 key').optional(),
  /** The `iss` that fan tokens must have. */
  FAN_ISSUER: z.string().max(256).optional(),
  /** What API keys are made and checked with; the same in all processes. Unset: no API key is taken. */
  API_KEY_PEPPER: z.string().min(16, 'must have 16 characters or more').optional(),
  HANDSHAKES_PER_SECOND: limit,
  HANDSHAKES_PER_ADDRESS: limit,
  SOCKETS_PER_FAN: limit,
  SOCKETS_PER_KEY: limit,
  ANONYMOUS_SOCKETS_PER_ADDRESS: limit,
  REQUESTS_PER_MINUTE: limit,
  REQUESTS_PER_MINUTE_PLUS: limit,
  REQUESTS_PER_MINUTE_PRO: limit,
  REQUESTS_PER_MINUTE_PER_ADDRESS: limit,
  SHED_ABOVE_DELAY_MS: limit,
}

const envSchema = z.object(admissionEnv)
export type AdmissionSettings = Pick<AdmissionOptions, 'fanKeys' | 'fanIssuer' | 'apiKeyPepper' | 'limits'>

export function admissionSettings(env: z.infer<typeof envSchema>): AdmissionSettings {
  const { FAN_JWKS: jwks, FAN_JWKS_URL: url } = env
  return {
    fanKeys: fanKeysOf(jwks, url),
    fanIssuer: env.FAN_ISSUER,
    apiKeyPepper: env.API_KEY_PEPPER,
    limits: limitsOf(env),
  }
}

function fanKeysOf(jwks: string | undefined, url: string | undefined): AdmissionSettings['fanKeys'] {
  const sets = [...(jwks === undefined ? [] : [{ jwks }]), ...(url === undefined ? [] : [{ url }])]
  return sets.length === 0 ? undefined : sets
}

function limitsOf(env: z.infer<typeof envSchema>): AdmissionLimits {
  const { requestsPerMinute: standard } = defaultAdmissionLimits
  const set = {
    handshakesPerSecond: env.HANDSHAKES_PER_SECOND,
    handshakesPerAddress: env.HANDSHAKES_PER_ADDRESS,
    socketsPerFan: env.SOCKETS_PER_FAN,
    socketsPerKey: env.SOCKETS_PER_KEY,
    anonymousSocketsPerAddress: env.ANONYMOUS_SOCKETS_PER_ADDRESS,
    requestsPerMinutePerAddress: env.REQUESTS_PER_MINUTE_PER_ADDRESS,
    maxDelayMs: env.SHED_ABOVE_DELAY_MS,
  }
  return {
    ...defaultAdmissionLimits,
    ...(Object.fromEntries(
      Object.entries(set).filter(([, value]) => value !== undefined),
    ) as Partial<AdmissionLimits>),
    requestsPerMinute: {
      free: env.REQUESTS_PER_MINUTE ?? standard.free,
      plus: env.REQUESTS_PER_MINUTE_PLUS ?? standard.plus,
      pro: env.REQUESTS_PER_MINUTE_PRO ?? standard.pro,
    },
  }
}
