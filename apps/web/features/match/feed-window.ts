import type { Lane, MatchEvent } from '@touchline/contracts'
import type { Story } from './story.ts'

/** At most this many rows stand in the page at once. */
export const windowRows = 150

/** As the contracts have them, whose schema brings a library that no page needs. */
export const allLanes = ['critical', 'normal', 'low'] as const satisfies readonly Lane[]

export interface FeedWindow {
  /** Newest first. */
  readonly rows: readonly MatchEvent[]
  /** How many older ones are held beyond these. */
  readonly older: number
}

/** The rows of the lanes chosen, newest first, from below `beforeSeq` on. */
export function feedWindow(
  story: Story,
  lanes: readonly Lane[],
  beforeSeq = Number.POSITIVE_INFINITY,
): FeedWindow {
  const below = allLanes
    .filter(lane => lanes.includes(lane))
    .flatMap(lane => story.lanes[lane])
    .filter(event => event.seq < beforeSeq)
    .sort((a, b) => b.seq - a.seq)
  return { rows: below.slice(0, windowRows), older: Math.max(0, below.length - windowRows) }
}

/** Lanes as the URL holds them, `critical,normal`; all of them where it says nothing sensible. */
export function lanesFrom(text: string | null): readonly Lane[] {
  const named = allLanes.filter(lane => text?.split(',').includes(lane))
  return named.length === 0 ? allLanes : named
}

export const lanesText = (lanes: readonly Lane[]): string | null =>
  lanes.length === allLanes.length ? null : lanes.join(',')

export function seqFrom(text: string | null): number | undefined {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
