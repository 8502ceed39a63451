import { failed, type Outcome, succeeded } from '@touchline/api'
import { anonymous, type Identity } from '@touchline/contracts'
import type { Database } from '@touchline/db'
import type { AllowedOrigins } from '../http/origins.ts'
import type { Admission, Credentials } from './admission.ts'
import { type AdmissionLimits, defaultAdmissionLimits } from './admission-limits.ts'
import { type HandshakeMeter, uncounted } from './admission-meters.ts'
import { credentialsOf } from './credentials.ts'
import { createFanKeys, type FanKeySettings } from './fan-keys.ts'
import { createTokenCheck, type FanIdentity } from './fan-tokens.ts'
import { createHandshakes } from './handshakes.ts'
import { createLoadGauge, type LoadGauge } from './load-gauge.ts'
import { createRequestCounter } from './rates.ts'
import { type AdmissionRedis, createRedisGate } from './redis-gate.ts'
import { createSeatBook } from './seats.ts'

export interface AdmissionOptions {
  readonly database: Pick<Database, 'pool'>
  /** Tells this process from its like. */
  readonly instance: string
  readonly onError: (error: unknown) => void
  /** Default: any, and then no cookie counts. */
  readonly origins?: AllowedOrigins
  /** Without it every fan's token is refused. */
  readonly fanKeys?: FanKeySettings | undefined
  readonly fanIssuer?: string | undefined
  /** Without it every API key is refused. */
  readonly apiKeyPepper?: string | undefined
  /** Its owner closes it. Without it each process counts for itself. */
  readonly redis?: AdmissionRedis | undefined
  readonly limits?: Partial<AdmissionLimits> | undefined
  readonly meter?: HandshakeMeter
  /** How far the fan-out is behind, in milliseconds. */
  readonly backlogMs?: () => number
  /** Default: one that watches the event loop. Closed with the admission. */
  readonly gauge?: LoadGauge
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { origins = '*', meter = uncounted, now = Date.now, backlogMs = () => 0, onError } = options
  const limits = { ...defaultAdmissionLimits, ...options.limits }
  const gauge = options.gauge ?? createLoadGauge({ maxDelayMs: limits.maxDelayMs, backlogMs })
  const gate = options.redis && createRedisGate(options.redis)
  const keys = options.fanKeys && createFanKeys(options.fanKeys, onError)
  const checkToken = createTokenCheck({ keys, issuer: options.fanIssuer, now })

  const fanOf = async (token: string): Promise<Outcome<FanIdentity, 'unauthorized' | 'unavailable'>> => {
    const checked = await checkToken(token)
    return checked.ok ? succeeded(checked.value.identity) : checked
  }
  const seats = createSeatBook({ limits, leases: undefined, check: fanOf, now })

  return {
    handshake: createHandshakes({ limits, origins, gauge, meter, now }),
    credentialsOf: arrival => credentialsOf(arrival, origins),
    identify: async ({
      token,
      apiKey,
    }: Credentials): Promise<Outcome<Identity, 'unauthorized' | 'unavailable'>> => {
      if (token === undefined && apiKey === undefined) return succeeded(anonymous)
      if (token === undefined || apiKey !== undefined) return failed('unauthorized')
      return fanOf(token)
    },
    seat: async request => {
      const taken = seats.take(request)
      meter.count(taken.ok ? 'accepted' : 'rate-limited')
      return taken
    },
    request: createRequestCounter(limits, gate),
    close: async () => {
      seats.close()
      gauge.close()
    },
  }
}
