import { lateAllowanceSeconds, type MatchEvent, type Side, windowSizesSeconds } from '@touchline/contracts'
import type { MatchWindow } from '@touchline/db'
import { latencyBucket, latencyBuckets } from './latency-bucket.ts'

/** What consecutive events of one match add to its windows. */
export interface Folded {
  readonly windows: readonly MatchWindow[]
  /** The newest event time up to here, since 1970; null if there was no event yet. */
  readonly newestAtMs: number | null
  /** Events too far behind the newest one to correct their windows. */
  readonly tooLate: number
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Counts = Mutable<Omit<MatchWindow, 'byType' | 'latency'>> & {
  readonly byType: Record<string, number>
  readonly latency: number[]
}

const allowanceMs = lateAllowanceSeconds * 1_000

/**
 * Folds a match's events, in the order of seq, into what they add to its windows: of each size, for each source and
 * for `all`, by event time. Pure, and additive: folding in parts, each from where the last one came to, gives the same
 * sums. An event that comes after its window's end counts as late there; one that lies further behind the newest than
 * the allowance is in no window.
 */
export function foldEvents(events: readonly MatchEvent[], newestBeforeMs: number | null): Folded {
  const windows = new Map<string, Counts>()
  let newestAtMs = newestBeforeMs
  let tooLate = 0
  for (const event of events) {
    const atMs = Date.parse(event.occurredAt)
    if (newestAtMs !== null && newestAtMs - atMs > allowanceMs) tooLate += 1
    else addEvent(windows, event, { atMs, newestAtMs })
    newestAtMs = newestAtMs === null ? atMs : Math.max(newestAtMs, atMs)
  }
  return { windows: [...windows.values()], newestAtMs, tooLate }
}

interface Moment {
  readonly atMs: number
  /** Before this event. */
  readonly newestAtMs: number | null
}

function addEvent(windows: Map<string, Counts>, event: MatchEvent, { atMs, newestAtMs }: Moment): void {
  const bucket = latencyBucket(Date.parse(event.storedAt) - atMs)
  for (const sizeSeconds of windowSizesSeconds) {
    const sizeMs = sizeSeconds * 1_000
    const startsAtMs = Math.floor(atMs / sizeMs) * sizeMs
    const late = newestAtMs !== null && newestAtMs >= startsAtMs + sizeMs
    for (const source of ['all', event.source]) {
      const window = windowAt(windows, { matchId: event.matchId, source, sizeSeconds, startsAtMs })
      count(window, event, bucket)
      if (late) window.late += 1
    }
  }
}

function windowAt(
  windows: Map<string, Counts>,
  key: Pick<MatchWindow, 'matchId' | 'source' | 'sizeSeconds' | 'startsAtMs'>,
): Counts {
  const name = `${key.sizeSeconds} ${key.source} ${key.startsAtMs}`
  const known = windows.get(name)
  if (known) return known
  const window: Counts = {
    ...key,
    events: 0,
    critical: 0,
    normal: 0,
    low: 0,
    byType: {},
    latency: new Array<number>(latencyBuckets).fill(0),
    passesHome: 0,
    passesAway: 0,
    shotsHome: 0,
    shotsAway: 0,
    late: 0,
  }
  windows.set(name, window)
  return window
}

function count(window: Counts, event: MatchEvent, bucket: number): void {
  window.events += 1
  window[event.lane] += 1
  window.byType[event.type] = (window.byType[event.type] ?? 0) + 1
  window.latency[bucket] = (window.latency[bucket] ?? 0) + 1
  const pass = event.type === 'pass-made' ? event.payload.team : undefined
  if (pass) window[passesOf[pass]] += 1
  const shot = shotBy(event)
  if (shot) window[shotsOf[shot]] += 1
}

const passesOf = { home: 'passesHome', away: 'passesAway' } as const satisfies Record<Side, keyof MatchWindow>
const shotsOf = { home: 'shotsHome', away: 'shotsAway' } as const satisfies Record<Side, keyof MatchWindow>

/** As in packages/match: a goal was a shot, unless it was an own goal. */
function shotBy(event: MatchEvent): Side | undefined {
  if (event.type === 'shot-taken') return event.payload.team
  return event.type === 'goal-scored' && event.payload.kind !== 'own-goal' ? event.payload.team : undefined
}
