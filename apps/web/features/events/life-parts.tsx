import { CopyButton } from '../kit/actions/copy-button.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { Panel } from '../kit/display/panel.tsx'
import type { EventLife } from './event-words.ts'
import { LifeExplain } from './life-explain.tsx'
import { LifeLetters } from './life-letters.tsx'
import { LifeRecord } from './life-record.tsx'
import { LifeSockets } from './life-sockets.tsx'
import { LifeTimeline } from './life-timeline.tsx'

/** All that is told of one event, stored or dead. */
export function LifeParts({ life }: { life: EventLife }) {
  const { event, raw, trace } = life
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Panel title="From the source to the sockets">
        <LifeTimeline steps={life.steps} />
      </Panel>
      <div className="grid gap-4">
        {raw && event && <LifeRecord raw={raw} matchId={event.matchId} seq={event.seq} />}
        <TracePanel trace={trace} />
        <LifeLetters life={life} />
      </div>
      <div className="grid gap-4 xl:col-span-2">
        {event && <LifeSockets sockets={life.sockets} />}
        {event && <LifeExplain place={`${event.matchId}/${event.epoch}:${event.seq}`} />}
      </div>
    </div>
  )
}

function TracePanel({ trace }: { trace: EventLife['trace'] }) {
  if (!trace) {
    return (
      <Panel title="Trace">
        <p className="text-muted text-sm">
          Unknown: a trace is kept with the record in the log and with dead letters, and neither tells one
          here.
        </p>
      </Panel>
    )
  }
  return (
    <Panel title="Trace" actions={<CopyButton text={trace.traceparent} label="Copy traceparent" size="sm" />}>
      <p className="grid gap-1 text-sm">
        <Mono wrap>{trace.traceId}</Mono>
        {trace.url && (
          <a
            href={trace.url}
            target="_blank"
            rel="noreferrer"
            className="text-accent underline underline-offset-4"
          >
            Look at the trace
          </a>
        )}
      </p>
    </Panel>
  )
}
