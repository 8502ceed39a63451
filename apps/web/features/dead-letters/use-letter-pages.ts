'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'
import type { LetterQuery } from '../replays/letter-choice.ts'

export type LetterRow = OperatorOutputs['deadLetter']['list']['items'][number]

const pageRows = 100
const mostPages = 50
const pollMs = 2_000

/**
 * Letters in pages, the last failed first. All loaded pages are asked for anew each time, one after the other from the
 * newest on, so that none is missed between two; the more pages, the less often.
 */
export function useLetterPages(filter: LetterQuery) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<
    OperatorOutputs['deadLetter']['list'],
    OperatorError,
    LetterPages,
    unknown[],
    string | null
  >({
    queryKey: ['deadLetter', 'list', 'pages', filter],
    queryFn: ({ pageParam }) =>
      client.fetchQuery(
        trpc.deadLetter.list.queryOptions(
          { filter, limit: pageRows, ...(pageParam === null ? {} : { after: pageParam }) },
          { staleTime: 0, gcTime: 0 },
        ),
      ),
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => pollMs * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  const isCut = list.data?.pages.length === mostPages && list.data.pages.at(-1)?.next !== null
  return { list, rows, isCut }
}

interface LetterPages {
  readonly pages: readonly OperatorOutputs['deadLetter']['list'][]
  readonly pageParams: readonly (string | null)[]
}
const noRows: readonly LetterRow[] = []
