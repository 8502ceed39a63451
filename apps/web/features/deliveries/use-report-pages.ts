'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'

type Page = OperatorOutputs['delivery']['reports']
export type ReportRow = Page['items'][number]
interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly (string | null)[]
}

const pageRows = 50
const mostPages = 20
const pollMs = 5_000
const noRows: readonly ReportRow[] = []

/** Reports in pages, the newest first. */
export function useReportPages(kind: ReportRow['kind'] | undefined) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, Pages, unknown[], string | null>({
    queryKey: ['delivery', 'reports', 'pages', kind],
    queryFn: ({ pageParam }) => {
      const asked = { ...(kind && { kind }), ...(pageParam !== null && { beforeId: pageParam }) }
      return client.fetchQuery(
        trpc.delivery.reports.queryOptions({ ...asked, limit: pageRows }, { staleTime: 0, gcTime: 0 }),
      )
    },
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => pollMs * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  return { list, rows }
}
