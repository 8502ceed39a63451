import Link from 'next/link'
import { Badge } from '../kit/display/badge.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { Time } from '../kit/time/time.tsx'
import { outcomes } from './letter-words.ts'
import type { Letter } from './use-letter.ts'

type Tried = Letter['replays'][number]

/** What was tried with it, the newest first, and how it began. */
export function LetterHistory({ letter }: { letter: Letter }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm">
      {letter.replays.length === 0 && (
        <EmptyState kind="nothing-yet" title="It was never replayed" compact>
          A dry run tells what would become of it, and changes nothing.
        </EmptyState>
      )}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {letter.replays.map(tried => (
          <li key={tried.replayId} className="rounded-lg border border-line px-3 py-2">
            <Replayed tried={tried} letter={letter} />
          </li>
        ))}
        <li className="rounded-lg border border-line border-dashed px-3 py-2 text-muted">
          It died first <Time at={letter.firstFailedAt} />, after {letter.attempts}{' '}
          {letter.attempts === 1 ? 'attempt' : 'attempts'}.
        </li>
      </ol>
    </div>
  )
}

function Replayed({ tried, letter }: { tried: Tried; letter: Letter }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          href={`/console/replays/${tried.replayId}`}
          prefetch={false}
          className="font-medium text-accent underline underline-offset-4"
        >
          {tried.mode === 'dry_run' ? 'Dry run' : 'Replay'} {tried.replayId}
        </Link>
        <OutcomePill tried={tried} />
        {tried.edited && <Badge tone="info">corrected payload</Badge>}
        <span className="ml-auto text-muted text-xs">
          <Time at={tried.createdAt} />
        </span>
      </div>
      <p className="text-muted text-xs">
        <VisibleText text={`${tried.requestedBy}: ${tried.reason}`} />
      </p>
      {tried.errorCode !== null && (
        <p className="text-xs">
          <Mono wrap>{`${tried.errorCode}: ${tried.message ?? ''}`}</Mono>
        </p>
      )}
      {tried.seq !== null && (
        <p className="text-xs">
          {seqInWords(tried)}{' '}
          <Link
            href={`/console/events/${encodeURIComponent(letter.matchId)}/${tried.seq}`}
            prefetch={false}
            className="text-accent underline underline-offset-4"
          >
            <VisibleText text={letter.matchId} /> #{tried.seq}
          </Link>
        </p>
      )}
    </div>
  )
}

function seqInWords({ outcome, mode }: Tried): string {
  if (outcome === 'superseded' || outcome === 'would_be_superseded') return 'In its place stands event'
  return mode === 'live' ? 'Stored as event' : 'It would be event'
}

function OutcomePill({ tried: { outcome, sentAt } }: { tried: Tried }) {
  if (outcome !== null) return <StatePill tone={outcomes[outcome].tone} label={outcomes[outcome].label} />
  return <StatePill tone="info" label={sentAt === null ? 'Waiting' : 'Sent'} pulse />
}
