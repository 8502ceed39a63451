import Link from 'next/link'
import { Badge } from '../kit/display/badge.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import { type EventLife, eventHref } from './event-words.ts'

const linkLook = 'text-accent underline underline-offset-4'

/** Its dead letters, replays, and what changed its meaning later: each with its own page. */
export function LifeLetters({ life }: { life: EventLife }) {
  const { letters, replays, revisions } = life
  if (letters.length + replays.length + revisions.length === 0) return null
  return (
    <Panel title="Dead letters, replays, revisions">
      <ul className="grid gap-2 text-sm">
        {letters.map(letter => (
          <li key={letter.id} className="flex flex-wrap items-baseline gap-x-2">
            <Link
              prefetch={false}
              className={linkLook}
              href={`/console/dead-letters?view=letters&letter=${letter.id}`}
            >
              Dead letter {letter.id}
            </Link>
            <Badge tone={letter.state === 'recovered' ? 'good' : 'caution'}>
              {letter.state.replace('_', ' ')}
            </Badge>
            <span className="text-muted">
              {letter.isOwn ? '' : 'another event that came with it; '}
              {letter.errorCode} at {letter.stage}, <Time at={letter.firstFailedAt} />
            </span>
          </li>
        ))}
        {replays.map(replay => (
          <li key={`${replay.replayId} ${replay.letterId}`} className="flex flex-wrap items-baseline gap-x-2">
            <Link prefetch={false} className={linkLook} href={`/console/replays/${replay.replayId}`}>
              Replay {replay.replayId}
            </Link>
            {replay.outcome && <Badge>{replay.outcome.replaceAll('_', ' ')}</Badge>}
            <span className="text-muted">
              of letter {replay.letterId}
              {replay.isEdited ? ', corrected' : ''}, by{' '}
              <VisibleText text={replay.requestedBy} maxChars={80} />:{' '}
              <VisibleText text={replay.reason} maxChars={200} />
            </span>
          </li>
        ))}
        {revisions.map(revision => (
          <li key={revision.seq} className="flex flex-wrap items-baseline gap-x-2">
            <Link prefetch={false} className={linkLook} href={eventHref(revision.matchId, revision.seq)}>
              {revision.kind === 'version' ? `Event ${revision.seq}` : `Score corrected at ${revision.seq}`}
            </Link>
            <span className="text-muted">
              {revision.kind === 'version' && `${revision.text}, `}
              <Time at={revision.at} />
            </span>
            {revision.holds && <Badge tone="good">Current</Badge>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
