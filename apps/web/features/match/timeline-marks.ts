import type { Clock, MatchEvent, Side } from '@touchline/contracts'
import { minuteOnLine } from '../clock/match-clock.ts'

export interface TimelineMark {
  readonly event: MatchEvent
  readonly side: Side
  /** Along the line, 0 to 100. */
  readonly percent: number
}

export interface Timeline {
  readonly lengthMinutes: 90 | 120
  readonly marks: readonly TimelineMark[]
}

/** Key moments that belong to a side, placed along 90 minutes, or 120 once extra time is played. */
export function timelineOf(moments: readonly MatchEvent[]): Timeline {
  const lengthMinutes = moments.some(moment => moment.clock.period > 2) ? 120 : 90
  const marks = moments.flatMap(event => {
    const side = 'team' in event.payload ? event.payload.team : undefined
    const percent = Math.min(100, (minuteOnLine(event.clock) / lengthMinutes) * 100)
    return side ? [{ event, side, percent }] : []
  })
  return { lengthMinutes, marks: spread(marks).toSorted((a, b) => weight(a.event) - weight(b.event)) }
}

const minGapPercent = 2

/** Marks of one side stand apart, in order of play. */
function spread(marks: readonly TimelineMark[]): TimelineMark[] {
  const lastPercent = { home: -minGapPercent, away: -minGapPercent }
  return marks
    .toSorted((a, b) => a.percent - b.percent)
    .map(mark => {
      const percent = Math.min(100, Math.max(mark.percent, lastPercent[mark.side] + minGapPercent))
      lastPercent[mark.side] = percent
      return { ...mark, percent }
    })
}

/** Goals are drawn last, and so lie on top. */
const weight = (event: MatchEvent): number => (event.type === 'goal-scored' ? 1 : 0)

/** How far the match has got along the line, 0 to 100. */
export const progressOf = (clock: Clock, lengthMinutes: number): number =>
  Math.min(100, (minuteOnLine(clock) / lengthMinutes) * 100)
