'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { ReplayState } from '@touchline/contracts'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'

type Page = OperatorOutputs['replay']['list']
export type ReplayRow = Page['items'][number]

const pageRows = 100
const mostPages = 20
const pollMs = 2_000

interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly (string | null)[]
}

/** Replays in pages, the newest first; all loaded pages are asked for anew. */
export function useReplayPages(states: readonly ReplayState[] | undefined) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, Pages, unknown[], string | null>({
    queryKey: ['replay', 'list', 'pages', states],
    queryFn: ({ pageParam }) =>
      client.fetchQuery(
        trpc.replay.list.queryOptions(
          {
            limit: pageRows,
            ...(states && { states: [...states] }),
            ...(pageParam === null ? {} : { beforeId: pageParam }),
          },
          { staleTime: 0, gcTime: 0 },
        ),
      ),
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => pollMs * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  return { list, rows }
}

const noRows: readonly ReplayRow[] = []
