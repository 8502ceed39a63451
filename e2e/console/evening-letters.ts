import { type Source, sourceTopics } from '@touchline/contracts'
import { fingerprintOf } from '@touchline/contracts/fingerprint'
import type { Database } from '@touchline/db'
import { buryLetters, deadLetter } from '@touchline/db/testing'

/** Why some events of an evening died. */
interface Cause {
  readonly source: Source
  readonly provider: string
  readonly matchId: string
  readonly type: string
  readonly disposition: 'poison' | 'systemic' | 'stale'
  readonly stage?: 'enrich' | 'aggregate'
  readonly code: string
  readonly message: (n: number) => string
  readonly evidence: string
  readonly payload: (n: number) => object
  readonly builds: readonly [string, ...string[]]
  readonly count: number
  /** How long ago the nth died. */
  readonly minutesAgo: (n: number) => number
}

const minuteMs = 60_000
const lifetimeMs = 7 * 24 * 60 * minuteMs
/** No partition that is read has this number: replays read the letter's own bytes. */
const noPartition = 99

/** Spreads n over a span of minutes, ever more densely towards its end. */
const rising = (count: number, span: number) => (n: number) => span * (1 - Math.sqrt((n + 1) / count)) + 3
const burst = (from: number, span: number, count: number) => (n: number) => from + span * (1 - n / count)
const waves = (count: number, span: number) => (n: number) => {
  const share = n / count
  return span * (1 - share) + 40 * Math.sin(share * 18) + 45
}

const causes: readonly Cause[] = [
  {
    ...{ source: 'broadcast', provider: 'stadium-tv', matchId: 'cup-semi-2', type: 'pass-made', count: 640 },
    ...{
      disposition: 'systemic',
      code: 'unavailable',
      builds: ['2026.11.3'],
      minutesAgo: burst(96, 24, 640),
    },
    message: () => 'the database did not answer within 30 s',
    evidence: 'a control event failed at the same step',
    payload: n => ({ team: n % 2 ? 'home' : 'away', player: `Player ${1 + (n % 22)}` }),
  },
  {
    ...{ source: 'sensor', provider: 'stadium-1', matchId: 'cup-semi-1', type: 'ball-tracked', count: 212 },
    ...{ disposition: 'poison', code: 'schema-mismatch', builds: ['2026.11.2', '2026.11.3'] },
    minutesAgo: rising(212, 1_320),
    message: () => 'payload.speedMps: expected number, received string',
    evidence: 'the ball-tracked that was stored last passes the same step',
    payload: n => ({ x: 0.41, y: 0.37, speedMps: `${(n % 30) + 0.5} m/s` }),
  },
  {
    ...{ source: 'social', provider: 'feed-1', matchId: 'cup-semi-1', type: 'post-published', count: 86 },
    ...{
      disposition: 'poison',
      code: 'schema-mismatch',
      builds: ['2026.11.3'],
      minutesAgo: waves(86, 1_200),
    },
    message: () => 'payload.text: too big: expected string to have <=1000 characters',
    evidence: 'the post-published that was stored last passes the same step',
    payload: n => ({ author: `supporter-${n}@example.org`, text: `What a night! ${'goal '.repeat(210)}` }),
  },
  {
    ...{ source: 'broadcast', provider: 'stadium-tv', matchId: 'league-9', type: 'card-shown', count: 31 },
    ...{ disposition: 'stale', code: 'implausible-time', builds: ['2026.11.1', '2026.11.2'] },
    minutesAgo: burst(300, 540, 31),
    message: n => `occurredAt lies ${26 + n} h in the past`,
    evidence: 'its own time is older than what may still change a match',
    payload: () => ({ team: 'away', player: 'Ines Moreau', card: 'yellow' }),
  },
  {
    ...{ source: 'broadcast', provider: 'replay', matchId: 'league-9', type: 'substitution-made', count: 12 },
    ...{ disposition: 'poison', code: 'schema-mismatch', builds: ['2026.11.3'], minutesAgo: rising(12, 420) },
    message: () => 'payload.playerOut: expected string, received null',
    evidence: 'the substitution-made that was stored last passes the same step',
    payload: () => ({ team: 'home', playerIn: 'Noor Haddad', playerOut: null }),
  },
  {
    ...{
      source: 'sensor',
      provider: 'stadium-1',
      matchId: 'league-9',
      type: 'crowd-noise-measured',
      count: 44,
    },
    ...{ disposition: 'systemic', stage: 'aggregate', code: 'match-locked', builds: ['2026.11.2'] },
    minutesAgo: burst(700, 90, 44),
    message: () => 'the match is locked by another writer; given up after 5 attempts',
    evidence: 'other matches failed at the same step',
    payload: n => ({ decibels: 88 + (n % 9) }),
  },
]

/** Buries a day's failures, of several causes and with trends of their own. */
export async function buryTheDay(database: Database): Promise<void> {
  const nowMs = Date.now()
  for (const cause of causes) await buryLetters(database.pool, lettersOf(cause, nowMs))
}

function lettersOf(cause: Cause, nowMs: number) {
  return Array.from({ length: cause.count }, (_, n) => {
    const { source, provider, matchId, type, code, disposition, evidence, stage = 'enrich' } = cause
    const diedAtMs = Math.round(nowMs - cause.minutesAgo(n) * minuteMs)
    const at = new Date(diedAtMs - 400).toISOString()
    const sourceEventId = `${matchId}-${type}-${n}`
    const event = {
      ...{ source, provider, matchId, sourceEventId, type, occurredAt: at, ingestedAt: at },
      ...{ clock: { period: 1, seconds: 60 + n }, payload: cause.payload(n) },
    }
    const message = cause.message(n)
    const { fingerprint, shape } = fingerprintOf({ stage, code, message, value: event })
    return deadLetter({
      ...{ source, provider, matchId, sourceEventId, stage, disposition, evidence, fingerprint, shape },
      ...{ eventType: type, errorCode: code, errorMessage: message, isPublished: true },
      ...{ originTopic: sourceTopics[source], originPartition: noPartition, originAtMs: diedAtMs - 300 },
      ...{ firstFailedAtMs: diedAtMs, lastFailedAtMs: diedAtMs, expiresAtMs: diedAtMs + lifetimeMs },
      attempts: disposition === 'systemic' ? 5 : 1,
      build: cause.builds[n % cause.builds.length] ?? cause.builds[0],
      schemaVersion: `${sourceTopics[source]}/1`,
      headers: { schema: `${sourceTopics[source]}/1`, lane: 'normal' },
      reprocessAtMs: disposition === 'systemic' ? nowMs + 47 * minuteMs : null,
      raw: Buffer.from(JSON.stringify(event)),
    })
  })
}
