'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { CallError } from '../console/call-error.tsx'
import { codeOf } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorInputs } from '../console/trpc-options.ts'
import { CopyButton } from '../kit/actions/copy-button.tsx'
import { Badge } from '../kit/display/badge.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { type EventLife, laneTones, typeName } from './event-words.ts'
import { LifeParts } from './life-parts.tsx'
import { NoSuchEvent } from './no-such-event.tsx'

interface LifePageProps {
  readonly matchId: string
  readonly seq: number
}

const back = { href: '/console/events', label: 'Events' }
const pollMs = 3_000

/** One event's whole life. It is asked for anew while something is still to come. */
export function LifePage({ matchId, seq }: LifePageProps) {
  const { trpc } = useConsole()
  const asked = { matchId, seq } as OperatorInputs['event']['life']
  const options = trpc.event.life.queryOptions(asked)
  const life = useQuery({
    ...options,
    refetchInterval: ({ state }) =>
      state.data?.steps.some(step => step.state === 'waiting') ? pollMs : false,
  })
  const isMissing = codeOf(life.error) === 'event-not-found' || codeOf(life.error) === 'invalid-input'
  const event = life.data?.event
  return (
    <>
      <PageHeader
        title={event ? `${typeName(event.type)}, ${matchId} ${seq}` : `Event ${seq} of ${matchId}`}
        back={back}
        meta={event && <Meta event={event} />}
        description={event && event.summary !== '' && <VisibleText text={event.summary} maxChars={240} />}
        actions={event && <Links event={event} />}
      />
      {life.isPending && <SkeletonPanel height="32rem" />}
      {isMissing && <NoSuchEvent />}
      {life.error && !isMissing && <CallError error={life.error} onRetry={() => void life.refetch()} />}
      {life.data && !isMissing && <LifeParts life={life.data} />}
    </>
  )
}

type Stored = NonNullable<EventLife['event']>

function Meta({ event }: { event: Stored }) {
  return (
    <>
      <Badge tone={laneTones[event.lane]}>{event.lane}</Badge>
      <Badge>{event.source}</Badge>
      <Badge title="The score after it">{`${event.score.home}–${event.score.away}`}</Badge>
    </>
  )
}

function Links({ event }: { event: Stored }) {
  const look = 'text-accent text-sm underline underline-offset-4'
  return (
    <>
      <Link className={look} prefetch={false} href={`/console/matches/${encodeURIComponent(event.matchId)}`}>
        Match
      </Link>
      <Link
        className={look}
        prefetch={false}
        href={`/console/events?correlation=${encodeURIComponent(event.correlationId)}`}
      >
        What came with it
      </Link>
      <CopyButton text={`${event.source}:${event.sourceEventId}`} label="Copy id" size="sm" />
    </>
  )
}
