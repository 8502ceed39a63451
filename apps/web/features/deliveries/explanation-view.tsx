import Link from 'next/link'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { Panel } from '../kit/display/panel.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { Time } from '../kit/time/time.tsx'
import { EventVersions } from './event-versions.tsx'
import { verdicts } from './verdict-words.ts'

type Explanation = OperatorOutputs['explain']['delivery']

/** The verdict in words, and what tells it, in the order in which it was so. */
export default function ExplanationView({ explanation }: { explanation: Explanation }) {
  const { verdict, text, facts, event, sessions, versions } = explanation
  const { title, tone } = verdicts[verdict]
  return (
    <div className="grid gap-4" data-testid="explanation" data-verdict={verdict}>
      <Callout tone={tone} title={title}>
        <VisibleText text={`${text.charAt(0).toUpperCase()}${text.slice(1)}.`} />
        {event && (
          <>
            {' '}
            <Link
              href={`/console/events/${encodeURIComponent(event.matchId)}/${event.seq}`}
              className="underline underline-offset-4"
            >
              Its whole way
            </Link>
          </>
        )}
      </Callout>
      {facts.length > 0 && (
        <Panel title={titleFor(sessions.length)}>
          <ol className="grid gap-1.5 text-sm">
            {facts.map(fact => (
              <li key={`${fact.at} ${fact.text}`} className="grid gap-x-3 sm:grid-cols-[14rem_1fr]">
                <Time at={fact.at} show="absolute" />
                <VisibleText text={fact.text} />
              </li>
            ))}
          </ol>
        </Panel>
      )}
      {event && versions.length > 0 && <EventVersions matchId={event.matchId} versions={versions} />}
    </div>
  )
}

function titleFor(feeds: number): string {
  if (feeds === 0) return 'What tells it'
  return `What tells it, on ${feeds === 1 ? 'one feed' : `${feeds} feeds`}`
}
