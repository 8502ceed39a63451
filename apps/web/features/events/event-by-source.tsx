'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { CallError } from '../console/call-error.tsx'
import { codeOf } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import type { SourceName } from './event-filter.ts'
import { eventHref } from './event-words.ts'
import { LifeParts } from './life-parts.tsx'
import { NoSuchEvent } from './no-such-event.tsx'

interface EventBySourceProps {
  readonly source: SourceName
  readonly sourceEventId: string
}

const back = { href: '/console/events', label: 'Events' }

/** Leads to the page of the event that a source gave this id; one that died on the way is told of here. */
export default function EventBySource(asked: EventBySourceProps) {
  const { trpc } = useConsole()
  const router = useRouter()
  const life = useQuery(trpc.event.life.queryOptions(asked))
  const stored = life.data?.event
  const href = stored && eventHref(stored.matchId, stored.seq)
  useEffect(() => {
    if (href) router.replace(href)
  }, [href, router])
  return (
    <>
      <PageHeader title={`${asked.source} event ${asked.sourceEventId}`} back={back} />
      {(life.isPending || href) && <SkeletonPanel height="24rem" />}
      {codeOf(life.error) === 'event-not-found' && <NoSuchEvent />}
      {life.error && codeOf(life.error) !== 'event-not-found' && (
        <CallError error={life.error} onRetry={() => void life.refetch()} />
      )}
      {life.data && !stored && <LifeParts life={life.data} />}
    </>
  )
}
