import { type Database, type ParkedReason, readParkedReasons } from '@touchline/db'
import type { HealthCheck, Metrics } from '@touchline/telemetry'
import { type Repeating, repeat } from '../repeat.ts'

export interface ParkedWatchOptions {
  readonly database: Pick<Database, 'pool'>
  /** A match parked for longer than this is told. */
  readonly limitSeconds: number
  /** Told once of each match that is parked for longer, and again when its reason changes. */
  readonly onOverdue: (reason: ParkedReason) => void
  readonly onError: (error: unknown) => void
  /** Default 2,000. */
  readonly intervalMs?: number
}

/** What is parked, in the whole database and so the same for every processor. */
export interface ParkedWatch extends Repeating {
  readonly check: HealthCheck
  meter(metrics: Metrics): void
}

const maxMessageLength = 200

export function watchParked(options: ParkedWatchOptions): ParkedWatch {
  const { database, limitSeconds, onOverdue, onError, intervalMs = 2_000 } = options
  let reasons: readonly ParkedReason[] = []
  let told = new Set<string>()
  const overdue = () => reasons.filter(({ oldestSeconds }) => oldestSeconds > limitSeconds)
  const look = async () => {
    reasons = await readParkedReasons(database)
    const keys = new Map(overdue().map(reason => [`${reason.matchId} ${reason.errorCode}`, reason]))
    for (const [key, reason] of keys) if (!told.has(key)) onOverdue(reason)
    told = new Set(keys.keys())
  }
  const looks = repeat({ everyMs: intervalMs, work: look, onError })
  return {
    check: {
      name: 'parked-matches',
      check: async () => {},
      degraded: () => (overdue().length > 0 ? overdue().map(inWords).join('; ') : undefined),
    },
    meter(metrics) {
      const gauge = (name: string, help: string, read: (reason: ParkedReason) => number) =>
        metrics.gauge(name, help, () =>
          reasons.map(reason => ({ value: read(reason), attributes: { reason: reason.errorCode } })),
        )
      gauge('touchline_parked_matches', 'Matches whose records wait in order, by reason', one => one.matches)
      gauge(
        'touchline_parked_oldest_seconds',
        'Since the one that has waited longest was parked, by reason',
        one => one.oldestSeconds,
      )
    },
    stop: looks.stop,
  }
}

const inWords = ({ matches, matchId, oldestSeconds, errorCode, errorMessage }: ParkedReason): string => {
  const others = matches > 1 ? ` and ${matches - 1} more` : ''
  const since = `${Math.round(oldestSeconds)} s`
  return `${matchId}${others} parked for ${since}: ${errorCode}: ${errorMessage.slice(0, maxMessageLength)}`
}
