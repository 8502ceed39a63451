import type { Clock, MatchStatus } from '@touchline/contracts'
import { countedLists, newest } from './election.ts'
import { byTime } from './fact.ts'
import type { FactIndex, Of } from './fact-index.ts'
import type { Primaries } from './primary.ts'
import { highestBelieved, type Readings } from './readings.ts'
import type { Basis } from './tally.ts'

/** What a match's status and clock follow from beside the readings, small enough to be kept with the match. */
export interface Mark {
  readonly kind: 'scheduled' | 'started' | 'ended' | 'full-time' | 'status'
  readonly atMs: number
  readonly clock?: Clock | undefined
  readonly status?: string
}

const kinds = {
  'match-scheduled': 'scheduled',
  'period-started': 'started',
  'period-ended': 'ended',
  'match-ended': 'full-time',
  'status-changed': 'status',
} as const
type Marking = Of<keyof typeof kinds>

/** The whistles and rulings that count, and the newest schedule; in match time. */
export function marksOf(facts: FactIndex, { whistles, primaries }: Basis): Mark[] {
  const rulings = countedLists(facts, 'status-changed', primaries.byKind.status).flat()
  const schedule = newestSchedule(facts, primaries)
  const all: readonly Marking[] = [...whistles, ...rulings, ...(schedule ? [schedule] : [])]
  return all.toSorted(byTime).map(markOf)
}

function markOf(fact: Marking): Mark {
  const status = fact.type === 'status-changed' ? { status: fact.payload.status } : {}
  const clock = fact.clock && { clock: fact.clock }
  return { kind: kinds[fact.type], atMs: fact.occurredAtMs, ...clock, ...status }
}

/** Of all providers' schedules, unless an operator chose one of them. */
export function newestSchedule(facts: FactIndex, { chosen }: Primaries): Of<'match-scheduled'> | undefined {
  if (chosen !== undefined) return newest(countedLists(facts, 'match-scheduled', chosen))
  return newest(facts.lists('match-scheduled').values())
}

interface PeriodMark {
  readonly period: number
  readonly atMs: number
  readonly clock: Clock | undefined
}

interface Periods {
  readonly starts: readonly PeriodMark[]
  readonly ends: readonly PeriodMark[]
  readonly fullTimes: readonly PeriodMark[]
}

/** A mark without a clock is of the period after the one that began before it, or of that one where it ends. */
function periodsOf(marks: readonly Mark[], readings: Readings): Periods {
  const starts: PeriodMark[] = []
  for (const mark of marks) {
    if (mark.kind === 'started') starts.push(inPeriod(mark, (starts.at(-1)?.period ?? 0) + 1))
  }
  const begunBefore = ({ atMs }: Mark) => starts.findLast(start => start.atMs <= atMs)?.period
  const played = (mark: Mark) => begunBefore(mark) ?? playedBefore(readings, mark.atMs)
  const ends = marks.filter(({ kind }) => kind === 'ended')
  const fullTimes = marks.filter(({ kind }) => kind === 'full-time')
  return {
    starts,
    ends: ends.map(mark => inPeriod(mark, played(mark) ?? 1)),
    fullTimes: fullTimes.map(mark => inPeriod(mark, played(mark) ?? Number.POSITIVE_INFINITY)),
  }
}

const inPeriod = ({ atMs, clock }: Mark, untold: number): PeriodMark => ({
  period: clock?.period ?? untold,
  atMs,
  clock,
})

function playedBefore(readings: Readings, atMs: number): number | undefined {
  const played = confirmed(readings).filter(period =>
    readings[period]?.some(([, readAtMs]) => readAtMs <= atMs),
  )
  return played.length > 0 ? Math.max(...played) : undefined
}

/** Periods that at least two events of play tell of: one alone may be a mistake. */
const confirmed = (readings: Readings): number[] =>
  Object.entries(readings)
    .filter(([period, list]) => period !== '0' && list.length > 1)
    .map(([period]) => Number(period))

/** The period that the match has come to; undefined before any. */
function currentPeriod({ starts, ends, fullTimes }: Periods, readings: Readings): number | undefined {
  const told = [...starts, ...ends, ...fullTimes].map(({ period }) => period).filter(Number.isFinite)
  const certain = [...told, ...confirmed(readings)]
  if (certain.length > 0) return Math.max(...certain)
  const single = Object.keys(readings).map(Number).filter(Boolean)
  if (single.length > 0) return Math.min(...single)
  return readings[0] ? 1 : undefined
}

export interface StatusAndClock {
  readonly status: MatchStatus
  readonly clock: Clock
  readonly clockAt: string | null
}

/** Status and clock as the marks and the play tell them, whatever the order in which they came. */
export function statusAndClock(marks: readonly Mark[], readings: Readings): StatusAndClock {
  const periods = periodsOf(marks, readings)
  const period = currentPeriod(periods, readings)
  const played = period === undefined ? 'scheduled' : playedStatus(periods, period, readings)
  return { status: ruling(marks, periods) ?? played, ...clockIn(periods, period ?? 1, readings, played) }
}

function playedStatus({ starts, ends, fullTimes }: Periods, period: number, readings: Readings): MatchStatus {
  if (fullTimes.some(mark => mark.period >= period)) return 'ended'
  const endedAtMs = Math.max(...ends.filter(mark => mark.period === period).map(({ atMs }) => atMs))
  const restarted = starts.some(mark => mark.period === period && mark.atMs > endedAtMs)
  const unclocked = readings[0]?.[0]?.[1] ?? Number.NEGATIVE_INFINITY
  return Number.isFinite(endedAtMs) && !restarted && unclocked <= endedAtMs ? 'paused' : 'live'
}

const final = new Set(['abandoned', 'cancelled', 'awarded'])

/** What the newest ruling makes of the match; undefined where play goes its way. */
function ruling(marks: readonly Mark[], { starts, ends, fullTimes }: Periods): MatchStatus | undefined {
  const newest = marks.findLast(({ kind }) => kind === 'status')
  if (!newest?.status || newest.status === 'resumed') return undefined
  const { status, atMs } = newest
  const after = (list: readonly { readonly atMs: number }[]) => list.some(mark => mark.atMs > atMs)
  if (status !== 'awarded' && after(starts)) return undefined
  if (status === 'postponed' || status === 'cancelled') {
    const isRescheduled = after(marks.filter(({ kind }) => kind === 'scheduled'))
    if (isRescheduled) return undefined
  }
  if (!final.has(status) && after([...ends, ...fullTimes])) return undefined
  return status as MatchStatus
}

function clockIn(
  { starts, ends, fullTimes }: Periods,
  period: number,
  readings: Readings,
  played: MatchStatus,
): Omit<StatusAndClock, 'status'> {
  const own = (list: readonly PeriodMark[]) => list.filter(mark => mark.period === period)
  const told = (list: readonly PeriodMark[]) => own(list).findLast(mark => mark.clock !== undefined)
  const whistle = played === 'ended' ? (told(fullTimes) ?? told(ends)) : told(ends)
  if ((played === 'ended' || played === 'paused') && whistle) return asClock(period, whistle)
  const read = highestBelieved(readings[period] ?? [])
  const start = own(starts).at(-1)
  if (read && read[0] >= (start?.clock?.seconds ?? 0)) {
    return { clock: { period, seconds: read[0] }, clockAt: new Date(read[1]).toISOString() }
  }
  return start ? asClock(period, start) : { clock: { period, seconds: 0 }, clockAt: null }
}

const asClock = (period: number, { clock, atMs }: PeriodMark): Omit<StatusAndClock, 'status'> => ({
  clock: { period, seconds: clock?.seconds ?? 0 },
  clockAt: new Date(atMs).toISOString(),
})
