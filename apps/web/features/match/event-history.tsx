import type { CurrentEvent, EventVersion } from '@touchline/sdk/events'
import { formatMinute } from '../clock/match-clock.ts'
import { describeVersion } from './describe-event.ts'

interface EventHistoryProps {
  readonly event: CurrentEvent
  readonly versions: readonly EventVersion[]
}

/** Whether an event was corrected or withdrawn, and on a click what was said of it before. */
export function EventHistory({ event, versions }: EventHistoryProps) {
  return (
    <details className="font-normal text-xs">
      <summary className="w-fit cursor-pointer text-muted hover:text-ink">
        <span className="font-semibold text-ink">{event.isWithdrawn ? 'Withdrawn' : 'Corrected'}</span>
        {' · Show history'}
      </summary>
      <ol className="mt-1 grid gap-1 border-line border-l-2 pl-2 text-muted">
        {versions.map(version => (
          <li key={version.seq}>
            <time
              dateTime={version.storedAt}
              title={new Date(version.storedAt).toString()}
              className="tabular-nums"
            >
              {new Date(version.storedAt).toLocaleTimeString('en-GB')}
            </time>{' '}
            <Said event={event} version={version} />
          </li>
        ))}
      </ol>
    </details>
  )
}

function Said({ event, version: { content } }: { event: CurrentEvent; version: EventVersion }) {
  if (!content) return <span>Withdrawn</span>
  const { title, detail } = describeVersion(event, content)
  return <span>{[`${formatMinute(content.clock)} ${title}`, detail].filter(Boolean).join(', ')}</span>
}
