import type { Lane } from '@touchline/contracts'
import type { CurrentEvent } from '@touchline/sdk/events'
import { memo, type ReactNode } from 'react'
import { formatMinute } from '../clock/match-clock.ts'
import { describeEvent } from './describe-event.ts'
import { EventHistory } from './event-history.tsx'
import { MomentMark } from './moment-mark.tsx'
import type { Teams } from './teams.ts'

const looks: Record<Lane, string> = {
  critical: 'border-l-critical bg-critical/8 py-3 text-base font-semibold',
  normal: 'border-l-transparent py-2 text-sm',
  low: 'border-l-transparent py-1.5 text-[0.8125rem] text-muted',
}

interface EventRowProps {
  readonly event: CurrentEvent
  readonly teams: Teams
}

function Row({ event, teams }: EventRowProps) {
  const { title, detail, team } = describeEvent(event)
  return (
    <li
      data-testid="event"
      data-seq={event.seq}
      data-lane={event.lane}
      data-type={event.type}
      className={`flex animate-row items-start gap-3 border-l-3 px-4 ${looks[event.lane]}`}
    >
      <time
        dateTime={event.occurredAt}
        title={new Date(event.occurredAt).toString()}
        className="w-14 shrink-0 pt-px text-right font-normal text-muted text-sm tabular-nums"
      >
        {formatMinute(event.clock)}
      </time>
      {event.lane === 'critical' ? (
        <MomentMark event={event} />
      ) : (
        <TeamDot color={team && teams[team].color} />
      )}
      <div className="min-w-0 break-words">
        <Words as={event.isWithdrawn ? 's' : 'span'}>
          {title}
          {detail && <span className="font-normal text-muted"> {detail}</span>}
          {team && <span className="sr-only">, {teams[team].name}</span>}
        </Words>
        {event.isBackup && (
          <span className="block font-normal text-muted text-xs">Also reported by another source</span>
        )}
        {event.versions && <EventHistory event={event} versions={event.versions} />}
      </div>
    </li>
  )
}

function Words({ as: Tag, children }: { as: 's' | 'span'; children: ReactNode }) {
  return <Tag className={Tag === 's' ? 'text-muted' : ''}>{children}</Tag>
}

function TeamDot({ color = 'var(--line)' }: { color: string | undefined }) {
  return (
    <span className="grid size-5 shrink-0 place-items-center" aria-hidden="true">
      <span className="size-2 rounded-full" style={{ background: color }} />
    </span>
  )
}

/** A row renders again only when its event is revised, or the teams get their names. */
export const EventRow = memo(
  Row,
  (before, after) =>
    before.event === after.event &&
    before.teams.home.name === after.teams.home.name &&
    before.teams.away.name === after.teams.away.name,
)
