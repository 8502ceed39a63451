import type { CurrentEvent } from '@touchline/sdk/events'
import { formatMinute } from '../clock/match-clock.ts'
import { describeEvent } from './describe-event.ts'
import { EventHistory } from './event-history.tsx'
import { MomentMark } from './moment-mark.tsx'
import type { Teams } from './teams.ts'

/** The same moments as a list, in order of play. */
export function KeyMoments({ moments, teams }: { moments: readonly CurrentEvent[]; teams: Teams }) {
  return (
    <section aria-labelledby="moments" className="panel p-4">
      <h2 id="moments" className="eyebrow">
        Key moments
      </h2>
      {moments.length === 0 && <p className="mt-2 text-muted text-sm">None so far.</p>}
      <ol className="mt-2 grid gap-2 text-sm">
        {moments.map(event => {
          const { title, detail, team } = describeEvent(event)
          return (
            <li
              key={event.seq}
              className="flex items-start gap-2.5"
              title={new Date(event.occurredAt).toString()}
            >
              <span className="w-12 shrink-0 pt-px text-right text-muted tabular-nums">
                {formatMinute(event.clock)}
              </span>
              <MomentMark event={event} />
              <div className="min-w-0">
                <span className="font-medium">{title}</span>
                {team && <span className="text-muted"> {teams[team].name}</span>}
                {detail && <span className="block text-muted">{detail}</span>}
                {event.versions && <EventHistory event={event} versions={event.versions} />}
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
