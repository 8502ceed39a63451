'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'
import type { FilterValues } from '../kit/filters/filter-field.ts'
import { eventQuestion } from './event-filter.ts'
import type { FoundEvent } from './event-words.ts'

export type EventPage = OperatorOutputs['event']['search']
interface Pages {
  readonly pages: readonly EventPage[]
  readonly pageParams: readonly (string | null)[]
}

const pageRows = 100
const mostPages = 50
const pollMs = 2_000
const noRows: readonly FoundEvent[] = []

interface PagesOptions {
  /** Asks again and again for what is new. */
  readonly isLive: boolean
  readonly enabled: boolean
}

/** Events in pages, the newest first. */
export function useEventPages(values: FilterValues, { isLive, enabled }: PagesOptions) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<EventPage, OperatorError, Pages, unknown[], string | null>({
    queryKey: ['event', 'search', 'pages', values],
    queryFn: ({ pageParam }) => {
      const after = pageParam === null ? {} : { after: pageParam }
      const question = { ...eventQuestion(values, Date.now()), limit: pageRows, ...after }
      return client.fetchQuery(trpc.event.search.queryOptions(question, { staleTime: 0, gcTime: 0 }))
    },
    enabled,
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => isLive && pollMs * Math.max(1, state.data?.pages.length ?? 1),
    // A filter that is at fault stays so.
    retry: (failures, error) => failures < 1 && error.data?.errorCode !== 'invalid-input',
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  return { list, rows, first: list.data?.pages[0] }
}
export type EventList = ReturnType<typeof useEventPages>['list']
