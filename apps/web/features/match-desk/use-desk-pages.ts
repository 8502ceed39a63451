'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { MatchStatus } from '@touchline/contracts'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'
import type { DeskMatch } from './desk-words.ts'

type Page = OperatorOutputs['matchDesk']['list']
interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly (string | null)[]
}

const pageRows = 50
const mostPages = 20
const pollMs = 2_000
const noRows: readonly DeskMatch[] = []

export interface DeskFilter {
  readonly text?: string | undefined
  readonly status?: MatchStatus | undefined
}

/** Matches in pages, what runs first; all loaded pages are asked for anew, the more of them the less often. */
export function useDeskPages({ text, status }: DeskFilter) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, Pages, unknown[], string | null>({
    queryKey: ['matchDesk', 'list', 'pages', text, status],
    queryFn: ({ pageParam }) => {
      const after = pageParam === null ? {} : { after: pageParam }
      const input = { ...(text && { text }), ...(status && { status }), ...after, limit: pageRows }
      return client.fetchQuery(trpc.matchDesk.list.queryOptions(input, { staleTime: 0, gcTime: 0 }))
    },
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => pollMs * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  return { list, rows, counts: list.data?.pages[0]?.counts }
}
