import type { Clock, MatchEvent } from '@touchline/contracts'
import { formatMinute } from '../clock/match-clock.ts'
import { announce } from './describe-event.ts'
import { MomentMark } from './moment-mark.tsx'
import type { Teams } from './teams.ts'
import { progressOf, timelineOf } from './timeline-marks.ts'

interface MatchTimelineProps {
  readonly moments: readonly MatchEvent[]
  readonly clock: Clock | undefined
  readonly teams: Teams
}

/** The match as a line: home above, away below. */
export function MatchTimeline({ moments, clock, teams }: MatchTimelineProps) {
  const { lengthMinutes, marks } = timelineOf(moments)
  const minutes = lengthMinutes === 90 ? [0, 15, 30, 45, 60, 75, 90] : [0, 15, 30, 45, 60, 75, 90, 105, 120]
  return (
    <section aria-label="Timeline" className="panel px-5 pt-3 pb-2">
      <div className="relative mx-1 h-20">
        <div className="absolute top-1/2 h-1 w-full -translate-y-1/2 rounded-full bg-raised" />
        <div
          className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-accent"
          style={{ width: `${clock ? progressOf(clock, lengthMinutes) : 0}%` }}
        />
        <ol>
          {marks.map(({ event, side, percent }) => (
            <li
              key={event.seq}
              className={`absolute -translate-x-1/2 ${side === 'home' ? 'top-1' : 'bottom-1'}`}
              style={{ left: `${percent}%` }}
              title={`${formatMinute(event.clock)} ${announce(event, at => teams[at].name)}`}
            >
              <MomentMark
                event={event}
                className={event.type === 'goal-scored' ? 'size-5 sm:size-7' : 'size-4 sm:size-5'}
              />
              <span className="sr-only">
                {formatMinute(event.clock)} {announce(event, at => teams[at].name)}
              </span>
            </li>
          ))}
        </ol>
      </div>
      <div className="relative mx-1 h-5 text-muted text-xs tabular-nums" aria-hidden="true">
        {minutes.map(minute => (
          <span
            key={minute}
            className="absolute -translate-x-1/2"
            style={{ left: `${(minute / lengthMinutes) * 100}%` }}
          >
            {minute === 45 ? 'HT' : `${minute}'`}
          </span>
        ))}
      </div>
    </section>
  )
}
