'use client'

import {
  type InfiniteData,
  keepPreviousData,
  type UseQueryOptions,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { tableStateOf } from './table-state.ts'
import type { OperatorError } from './trpc-options.ts'

interface PageOf<Row> {
  readonly items: readonly Row[]
  /** Where the next page begins; null if there is none. */
  readonly next: string | number | null
}

interface Paging<Page extends PageOf<unknown>> {
  /** What tells this list from others; the noun of its procedures first. */
  readonly key: readonly unknown[]
  /** The page after a cursor, which is the one before's `next` as text; null: the first page. */
  page(after: string | null): UseQueryOptions<Page, OperatorError>
  /** How often the list is asked for while one page is loaded; false: never again. */
  readonly pollMs: number | false
  readonly mostPages?: number
}

export type PagedList = ReturnType<typeof usePages>['list']

/**
 * A list in pages. All loaded pages are asked for anew each time, one after the other from the first on, so that no row
 * is missed between two; the more pages, the less often.
 */
export function usePages<Page extends PageOf<unknown>>(paging: Paging<Page>) {
  const { key, page, pollMs, mostPages = 40 } = paging
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, InfiniteData<Page>, readonly unknown[], string | null>({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam }) => client.fetchQuery({ ...page(pageParam), staleTime: 0, gcTime: 0 }),
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (next === null || pages.length >= mostPages ? null : String(next)),
    refetchInterval: ({ state }) => pollMs && pollMs * Math.max(1, state.data?.pages.length ?? 1),
    // What is asked wrongly stays wrong.
    retry: (failures, error) => failures < 1 && error.data?.errorCode !== 'invalid-input',
    placeholderData: keepPreviousData,
  })
  const rows = useMemo<readonly Page['items'][number][]>(
    () => list.data?.pages.flatMap(({ items }) => items) ?? [],
    [list.data],
  )
  const pages = list.data?.pages
  return {
    list,
    rows,
    first: pages?.[0],
    /** There are more rows than are ever loaded. */
    isCut: pages?.length === mostPages && pages.at(-1)?.next !== null,
    /** For the table that shows them. */
    table: {
      onEndReached: () => void (list.hasNextPage && list.fetchNextPage()),
      loadingMore: list.isFetchingNextPage,
      state: tableStateOf(list),
    },
  }
}
