import { type StatsBombAction, secondsOf } from './action.ts'

/** What each period lasts at least. */
const periodMinutes: readonly number[] = [45, 45, 15, 15]
/** Minutes of break after each: the usual ones first, and less where a match shows that it had less. */
const breaks: readonly (readonly number[])[] = [
  [15, 5, 0, 0],
  [15, 0, 0, 0],
  [0, 0, 0, 0],
]

export type DateOf = (action: StatsBombAction) => number

/**
 * The format tells times within periods, and when the first began. The later ones are taken to begin as early as breaks
 * allow, and never before the last event of the period before: so dates follow the match, and none is ahead of when
 * the document came, as long as the kick-off is not. In milliseconds since 1970.
 */
export function datesOf(
  actions: readonly StatsBombAction[],
  kickoffMs: number,
  receivedMs = Number.POSITIVE_INFINITY,
): DateOf {
  const last = lastSecondsOf(actions)
  const layouts = breaks.map(each => startsOf(each, last))
  const endOf = (starts: readonly number[]) =>
    Math.max(0, ...[...last].map(([period, seconds]) => (starts[period - 1] ?? 0) + seconds))
  const starts = layouts.find(each => kickoffMs + endOf(each) * 1_000 <= receivedMs) ?? layouts.at(-1) ?? []
  return action => kickoffMs + Math.round(((starts[action.period - 1] ?? 0) + secondsOf(action)) * 1_000)
}

function lastSecondsOf(actions: readonly StatsBombAction[]): ReadonlyMap<number, number> {
  const last = new Map<number, number>()
  for (const action of actions)
    last.set(action.period, Math.max(last.get(action.period) ?? 0, secondsOf(action)))
  return last
}

/** In seconds from kick-off, the first period's first. */
function startsOf(breakMinutes: readonly number[], last: ReadonlyMap<number, number>): readonly number[] {
  const starts = [0]
  let earliest = 0
  for (const [index, minutes] of periodMinutes.entries()) {
    earliest += (minutes + (breakMinutes[index] ?? 0)) * 60
    starts.push(Math.max(earliest, (starts[index] ?? 0) + (last.get(index + 1) ?? 0)))
  }
  return starts
}
