'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { parseAsIsoDateTime, parseAsString, useQueryStates } from 'nuqs'
import { useDeferredValue } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { Overview } from './types.ts'

const pollMs = 2_000

const address = { at: parseAsIsoDateTime, edge: parseAsString, node: parseAsString }

/** Which minute is looked at, and what is open, as the address says. */
export function usePipelineAddress() {
  const [{ at, edge, node }, change] = useQueryStates(address, { history: 'replace' })
  const given = useSearchParams().get('at')
  return {
    at,
    edge,
    node,
    /** It says a time that is none. */
    isNoTime: given !== null && given !== '' && at === null,
    setAt: (next: Date | null) => void change({ at: next }),
    openEdge: (next: string | null) => void change({ edge: next, node: null }),
    openNode: (next: string | null) => void change({ node: next, edge: null }),
  }
}

export interface PipelineView {
  readonly overview: Overview | undefined
  readonly isPast: boolean
  /** No minute from then is kept. */
  readonly isMissing: boolean
  readonly error: string | undefined
  readonly retry: () => void
}

/** The pipeline now, renewed every two seconds; or as it was at a minute. */
export function usePipeline(at: Date | null): PipelineView {
  const { trpc } = useConsole()
  // A drag along the scrubber passes many minutes: those in between need not be asked for.
  const asked = useDeferredValue(at?.toISOString() ?? null)
  const isPast = asked !== null
  const live = useQuery(
    trpc.pipeline.overview.queryOptions(undefined, { enabled: !isPast, refetchInterval: pollMs }),
  )
  const past = useQuery(
    trpc.pipeline.history.queryOptions(
      { at: asked ?? '' },
      {
        enabled: isPast,
        staleTime: Number.POSITIVE_INFINITY,
        placeholderData: keepPreviousData,
        retry: false,
      },
    ),
  )
  const shown = isPast ? past : live
  const minute = past.data?.kind === 'minute' ? past.data.minute : undefined
  const isMissing = isPast && past.error?.data?.errorCode === 'not-found'
  return {
    overview: isPast ? minute : live.data,
    isPast,
    isMissing,
    error: isMissing ? undefined : shown.error?.message,
    retry: () => void shown.refetch(),
  }
}
