'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'
import type { FilterValues } from '../kit/filters/filter-field.ts'
import { type AuditEntry, auditQuestion } from './audit-filter.ts'

type Page = OperatorOutputs['audit']['search']
interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly (string | null)[]
}

const pageRows = 100
const mostPages = 50
const pollMs = 5_000
const noRows: readonly AuditEntry[] = []

/** Entries in pages, the newest first; the first page is asked for anew while it is the only one. */
export function useAuditPages(values: FilterValues) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, Pages, unknown[], string | null>({
    queryKey: ['audit', 'search', 'pages', values],
    queryFn: ({ pageParam }) => {
      const after = pageParam === null ? {} : { after: pageParam }
      const question = { ...auditQuestion(values, Date.now()), limit: pageRows, ...after }
      return client.fetchQuery(trpc.audit.search.queryOptions(question, { staleTime: 0, gcTime: 0 }))
    },
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => pollMs * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  return { list, rows, head: list.data?.pages[0]?.head ?? null }
}
