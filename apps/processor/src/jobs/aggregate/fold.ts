import { lateAllowanceSeconds, type MatchEvent, windowSizesSeconds } from '@touchline/contracts'
import type { MatchWindow } from '@touchline/db'
import { latencyBucket, latencyBuckets } from './latency-bucket.ts'
import { playCounts } from './play-counts.ts'

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
/** One source's second. What was late differs by size: a second is over before its minute is. */
type Cell = Counts & { readonly lateBySize: number[] }

const allowanceMs = lateAllowanceSeconds * 1_000
const sizesMs = windowSizesSeconds.map(seconds => seconds * 1_000)

/**
 * Folds a match's events, in the order of seq, into what they add to its windows: of each size, for each source and
 * for `all`, by event time. Pure, and additive: folding in parts, each from where the last one came to, gives the same
 * sums. An event that comes after its window's end counts as late there; one that lies further behind the newest than
 * the allowance is counted as too late instead, but for a revision. Passes and shots are the match's facts: they count
 * whatever their age, and revisions take them back where they were counted. Events are counted once, by second and
 * source; all windows are sums of those.
 */
export function foldEvents(events: readonly MatchEvent[], newestBeforeMs: number | null): Folded {
  const cells = new Map<string, Map<number, Cell>>()
  let newestAtMs = newestBeforeMs ?? Number.NEGATIVE_INFINITY
  let tooLate = 0
  for (const event of events) {
    const atMs = Date.parse(event.occurredAt)
    if (isRevision(event)) countEvent(cells, event, atMs)
    else if (newestAtMs - atMs > allowanceMs) tooLate += 1
    else addEvent(cells, event, { atMs, newestAtMs })
    addPlay(cells, event)
    newestAtMs = Math.max(newestAtMs, atMs)
  }
  const windows = rollUp([...cells.values()].flatMap(seconds => [...seconds.values()]))
  return { windows, newestAtMs: Number.isFinite(newestAtMs) ? newestAtMs : null, tooLate }
}

interface Moment {
  readonly atMs: number
  /** Before this event. */
  readonly newestAtMs: number
}

const startOf = (atMs: number, sizeMs: number) => Math.floor(atMs / sizeMs) * sizeMs

function addEvent(cells: Map<string, Map<number, Cell>>, event: MatchEvent, at: Moment): void {
  const cell = countEvent(cells, event, at.atMs)
  if (at.newestAtMs < at.atMs) return
  for (const [index, sizeMs] of sizesMs.entries()) {
    if (at.newestAtMs >= startOf(at.atMs, sizeMs) + sizeMs) {
      cell.lateBySize[index] = (cell.lateBySize[index] ?? 0) + 1
    }
  }
}

function cellAt(
  cells: Map<string, Map<number, Cell>>,
  { matchId, source }: MatchEvent,
  startsAtMs: number,
): Cell {
  const seconds = cells.get(source) ?? new Map<number, Cell>()
  cells.set(source, seconds)
  const known = seconds.get(startsAtMs)
  if (known) return known
  const counts = noCounts({ matchId, source, sizeSeconds: 1, startsAtMs })
  const cell = { ...counts, lateBySize: sizesMs.map(() => 0) }
  seconds.set(startsAtMs, cell)
  return cell
}

type Key = Pick<MatchWindow, 'matchId' | 'source' | 'sizeSeconds' | 'startsAtMs'>

const noCounts = (key: Key): Counts => ({
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
})

const isRevision = ({ type }: MatchEvent): boolean => type === 'event-revised' || type === 'event-withdrawn'

/** A revision carries the time of what it changes: how fast it came is told from when it came in. */
function countEvent(cells: Map<string, Map<number, Cell>>, event: MatchEvent, atMs: number): Cell {
  const cell = cellAt(cells, event, startOf(atMs, 1_000))
  cell.events += 1
  cell[event.lane] += 1
  cell.byType[event.type] = (cell.byType[event.type] ?? 0) + 1
  const sentAtMs = isRevision(event) ? Date.parse(event.ingestedAt) : atMs
  const bucket = latencyBucket(Date.parse(event.storedAt) - sentAtMs)
  cell.latency[bucket] = (cell.latency[bucket] ?? 0) + 1
  return cell
}

function addPlay(cells: Map<string, Map<number, Cell>>, event: MatchEvent): void {
  for (const { name, occurredAt, by } of playCounts(event)) {
    cellAt(cells, event, startOf(Date.parse(occurredAt), 1_000))[name] += by
  }
}

function rollUp(cells: readonly Cell[]): MatchWindow[] {
  const windows = new Map<string, Counts>()
  for (const cell of cells) {
    for (const [index, sizeSeconds] of windowSizesSeconds.entries()) {
      const startsAtMs = startOf(cell.startsAtMs, sizeSeconds * 1_000)
      for (const source of ['all', cell.source]) {
        const name = `${sizeSeconds} ${source} ${startsAtMs}`
        const window =
          windows.get(name) ?? noCounts({ matchId: cell.matchId, source, sizeSeconds, startsAtMs })
        windows.set(name, window)
        addCell(window, cell, cell.lateBySize[index] ?? 0)
      }
    }
  }
  return [...windows.values()]
}

const summed = [
  'events',
  'critical',
  'normal',
  'low',
  'passesHome',
  'passesAway',
  'shotsHome',
  'shotsAway',
] as const

function addCell(window: Counts, cell: Cell, late: number): void {
  for (const name of summed) window[name] += cell[name]
  for (const [type, n] of Object.entries(cell.byType)) window.byType[type] = (window.byType[type] ?? 0) + n
  for (const [bucket, n] of cell.latency.entries()) window.latency[bucket] = (window.latency[bucket] ?? 0) + n
  window.late += late
}
