'use client'

import {
  type InfiniteData,
  keepPreviousData,
  type UseQueryOptions,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { OperatorError } from '../console/trpc-options.ts'
import { callInOneLine } from '../dead-letters/call-words.ts'

interface PageOf<Row> {
  readonly items: readonly Row[]
  readonly next: string | null
}

interface Paging<Page> {
  /** What tells this list from others; the noun of its procedures first. */
  readonly key: readonly unknown[]
  page(after: string | undefined): UseQueryOptions<Page, OperatorError>
}

const pollMs = 10_000
const mostPages = 40

/** A list in pages, renewed by itself. */
export function usePages<Row, Page extends PageOf<Row>>({ key, page }: Paging<Page>) {
  const client = useQueryClient()
  const list = useInfiniteQuery<
    Page,
    OperatorError,
    InfiniteData<Page>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam }) => client.fetchQuery({ ...page(pageParam), staleTime: 0, gcTime: 0 }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? (next ?? undefined) : undefined),
    refetchInterval: ({ state }) => pollMs * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo<readonly Row[]>(
    () => list.data?.pages.flatMap(({ items }) => [...items]) ?? [],
    [list.data],
  )
  return { list, rows }
}

type List = ReturnType<typeof usePages>['list']

/** What a table says while a list is on its way, or did not come. */
export function tableState(list: Pick<List, 'isPending' | 'error' | 'data' | 'refetch'>) {
  if (list.isPending) return 'loading' as const
  if (list.error && !list.data)
    return { error: callInOneLine(list.error) ?? '', onRetry: () => void list.refetch() }
  return 'ready' as const
}
