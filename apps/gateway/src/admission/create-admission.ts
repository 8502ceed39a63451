import { failed, type Outcome, succeeded } from '@touchline/api'
import { anonymous, type Identity } from '@touchline/contracts'
import { type Database, findApiKeys } from '@touchline/db'
import type { AllowedOrigins } from '../http/origins.ts'
import type { Admission, Credentials } from './admission.ts'
import { type AdmissionLimits, defaultAdmissionLimits } from './admission-limits.ts'
import { type HandshakeMeter, uncounted } from './admission-meters.ts'
import { createApiKeys, isGood } from './api-keys.ts'
import { credentialsOf } from './credentials.ts'
import { createFanKeys, type FanKeySettings } from './fan-keys.ts'
import { createTokenCheck, type FanIdentity } from './fan-tokens.ts'
import { createFeedCounter } from './feed-rates.ts'
import { createHandshakes } from './handshakes.ts'
import { createLoadGauge, type LoadGauge } from './load-gauge.ts'
import { createRequestCounter } from './rates.ts'
import { type AdmissionRedis, createRedisGate } from './redis-gate.ts'
import { startRevocationWatch } from './revocation-watch.ts'
import { createSeatBook, type SeatBook } from './seats.ts'
import { watchSharedCounts } from './shared-counts.ts'
import { createSocketLeases } from './socket-leases.ts'

export interface AdmissionOptions {
  readonly database: Pick<Database, 'pool'>
  /** Tells this process from its like. */
  readonly instance: string
  readonly onError: (error: unknown) => void
  /** Default: any, and then no cookie counts. */
  readonly origins?: AllowedOrigins
  /** Where there are several, the keys of all count. Without any every fan's token is refused. */
  readonly fanKeys?: FanKeySettings | readonly FanKeySettings[] | undefined
  readonly fanIssuer?: string | undefined
  /** Without it every API key is refused. */
  readonly apiKeyPepper?: string | undefined
  /** Its owner closes it. Without it each process counts for itself. */
  readonly redis?: AdmissionRedis | undefined
  /** Told once of each change in `countsAlone`. */
  readonly onCountsAlone?: (isAlone: boolean) => void
  readonly limits?: Partial<AdmissionLimits> | undefined
  readonly meter?: HandshakeMeter
  /** How far the fan-out is behind, in milliseconds. */
  readonly backlogMs?: () => number
  /** Default: one that watches the event loop. Closed with the admission. */
  readonly gauge?: LoadGauge
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

type Known<T extends Identity> = Outcome<T, 'unauthorized' | 'unavailable'>

export function createAdmission(options: AdmissionOptions): Admission {
  const { origins = '*', meter = uncounted, now = Date.now, backlogMs = () => 0, onError } = options
  const limits = { ...defaultAdmissionLimits, ...options.limits }
  const gauge = options.gauge ?? createLoadGauge({ maxDelayMs: limits.maxDelayMs, backlogMs })
  const gate = options.redis && createRedisGate(options.redis)
  const onChange = options.onCountsAlone ?? (() => {})
  const counts = gate && watchSharedCounts(gate, { instance: options.instance, onChange })
  const keys = options.fanKeys && createFanKeys(options.fanKeys, onError)
  const checkToken = createTokenCheck({ keys, issuer: options.fanIssuer, now })
  const { database, apiKeyPepper: pepper } = options
  const apiKeys = pepper === undefined ? undefined : createApiKeys({ database, pepper, onError, now })
  /** When the tokens of identities were signed, for a revocation that comes between knowing and seating them. */
  const issuedAtMs = new WeakMap<Identity, number>()

  const admitted = async <T extends Identity>(identity: T): Promise<Known<T>> => {
    if (!(await revocations.known())) return failed('unavailable')
    return revocations.refuses(identity, issuedAtMs.get(identity))
      ? failed('unauthorized')
      : succeeded(identity)
  }
  const fanOf = async (token: string): Promise<Known<FanIdentity>> => {
    const checked = await checkToken(token)
    if (!checked.ok) return checked
    issuedAtMs.set(checked.value.identity, checked.value.issuedAtMs)
    return admitted(checked.value.identity)
  }
  const developerOf = async (text: string): Promise<Known<Identity>> => {
    const checked = (await apiKeys?.check(text)) ?? failed('unauthorized')
    return checked.ok ? admitted(checked.value) : checked
  }
  const leases = options.redis && createSocketLeases(options.redis, onError)
  const seats = createSeatBook({ limits, leases, check: fanOf, now })
  const revocations = startRevocationWatch({
    database,
    onRevoked: (kind, subject) => {
      if (kind === 'api-key') apiKeys?.forget(subject)
      seats.revoke(kind, subject)
    },
    onRefreshed: () => limitSeatedKeys(database, seats, now),
    onError,
  })

  const identify = async ({ token, apiKey }: Credentials): Promise<Known<Identity>> => {
    if (token !== undefined && apiKey !== undefined) return failed('unauthorized')
    if (token !== undefined) return fanOf(token)
    return apiKey === undefined ? succeeded(anonymous) : developerOf(apiKey)
  }
  const seat: Admission['seat'] = async request => {
    if (revocations.refuses(request.identity, issuedAtMs.get(request.identity))) {
      meter.count('unauthorized')
      return failed('unauthorized')
    }
    const taken = seats.take(request)
    meter.count(taken.ok ? 'accepted' : 'rate-limited')
    return taken
  }

  return {
    handshake: createHandshakes({ limits, origins, gauge, meter, now }),
    credentialsOf: arrival => credentialsOf(arrival, origins),
    identify,
    seat,
    admit: async ({ credentials, ...place }) => {
      const known = await identify(credentials)
      if (known.ok) return seat({ ...place, identity: known.value })
      meter.count(known.code === 'unauthorized' ? 'unauthorized' : 'failed')
      return known
    },
    request: createRequestCounter(limits, gate),
    feed: createFeedCounter(limits, now),
    countsAlone: () => counts?.isAlone ?? false,
    close: async () => {
      counts?.close()
      seats.close()
      gauge.close()
      await Promise.all([revocations.close(), leases?.close(), apiKeys?.close()])
    },
  }
}

/** A key's end may have come nearer since its sockets were opened: by a rotation, for one. */
async function limitSeatedKeys(database: Pick<Database, 'pool'>, seats: SeatBook, now: () => number) {
  const keyIds = seats.keyIds()
  if (keyIds.length === 0) return
  const rows = new Map((await findApiKeys(database, keyIds)).map(row => [row.keyId, row]))
  for (const keyId of keyIds) {
    const row = rows.get(keyId)
    seats.limitKey(keyId, row && isGood(row, now()) ? (row.expiresAtMs ?? undefined) : now())
  }
}
