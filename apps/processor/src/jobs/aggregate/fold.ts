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
/** One source's second. What was late differs by size: a second is over before its minute is. */
type Cell = Counts & { readonly lateBySize: number[] }

const allowanceMs = lateAllowanceSeconds * 1_000
const sizesMs = windowSizesSeconds.map(seconds => seconds * 1_000)

/**
 * Folds a match's events, in the order of seq, into what they add to its windows: of each size, for each source and
 * for `all`, by event time. Pure, and additive: folding in parts, each from where the last one came to, gives the same
 * sums. An event that comes after its window's end counts as late there; one that lies further behind the newest than
 * the allowance is in no window. Events are counted once, by second and source; all windows are sums of those.
 */
export function foldEvents(events: readonly MatchEvent[], newestBeforeMs: number | null): Folded {
  const cells = new Map<string, Map<number, Cell>>()
  let newestAtMs = newestBeforeMs ?? Number.NEGATIVE_INFINITY
  let tooLate = 0
  for (const event of events) {
    const atMs = Date.parse(event.occurredAt)
    if (newestAtMs - atMs > allowanceMs) tooLate += 1
    else addEvent(cells, event, { atMs, newestAtMs })
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
  const cell = cellAt(cells, event, startOf(at.atMs, 1_000))
  count(cell, event)
  const bucket = latencyBucket(Date.parse(event.storedAt) - at.atMs)
  cell.latency[bucket] = (cell.latency[bucket] ?? 0) + 1
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

function count(cell: Cell, event: MatchEvent): void {
  cell.events += 1
  cell[event.lane] += 1
  cell.byType[event.type] = (cell.byType[event.type] ?? 0) + 1
  const pass = event.type === 'pass-made' ? event.payload.team : undefined
  if (pass) cell[passesOf[pass]] += 1
  const shot = shotBy(event)
  if (shot) cell[shotsOf[shot]] += 1
}

const passesOf = { home: 'passesHome', away: 'passesAway' } as const satisfies Record<Side, keyof MatchWindow>
const shotsOf = { home: 'shotsHome', away: 'shotsAway' } as const satisfies Record<Side, keyof MatchWindow>

/** As in packages/match: a goal was a shot, unless it was an own goal. */
function shotBy(event: MatchEvent): Side | undefined {
  if (event.type === 'shot-taken') return event.payload.team
  return event.type === 'goal-scored' && event.payload.kind !== 'own-goal' ? event.payload.team : undefined
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
