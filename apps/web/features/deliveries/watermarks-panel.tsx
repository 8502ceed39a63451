'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useMemo, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'
import { Switch } from '../kit/fields/switch.tsx'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { callText } from './call-text.ts'
import { markColumns, markKey } from './mark-columns.tsx'

type Page = OperatorOutputs['delivery']['watermarks']
export type MarkRow = Page['items'][number]
interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly (string | null)[]
}
const noRows: readonly MarkRow[] = []
const mostPages = 20

function useWatermarks() {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, Pages, unknown[], string | null>({
    queryKey: ['delivery', 'watermarks', 'pages'],
    queryFn: ({ pageParam }) => {
      const input = { limit: 100, ...(pageParam !== null && { after: pageParam }) }
      return client.fetchQuery(trpc.delivery.watermarks.queryOptions(input, { staleTime: 0, gcTime: 0 }))
    },
    initialPageParam: null,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: ({ state }) => 2_000 * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? noRows, [list.data])
  return { list, rows }
}

/** How far each match is stored, sent on and heard of, and by whom. */
export function WatermarksPanel() {
  const router = useRouter()
  const { list, rows } = useWatermarks()
  const [onlyBehind, setOnlyBehind] = useQueryState('behind', parseAsBoolean.withDefault(false))
  const [active, setActive] = useState<string | null>(null)
  const chosen = useMemo(
    () => (onlyBehind ? rows.filter(({ behindBy }) => behindBy > 0) : rows),
    [rows, onlyBehind],
  )
  const shown = useFreshRows(chosen, markKey, { held: false, scope: String(onlyBehind), auto: true })
  return (
    <>
      <div className="mb-3">
        <Switch
          label="Only matches that are behind"
          checked={onlyBehind}
          onChange={checked => void setOnlyBehind(checked)}
        />
      </div>
      <DataTable
        label="Watermarks"
        rows={shown.rows}
        rowKey={markKey}
        columns={markColumns}
        activeKey={active}
        onActiveChange={setActive}
        onOpen={({ matchId }) => router.push(`/console/matches/${encodeURIComponent(matchId)}`)}
        onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
        loadingMore={list.isFetchingNextPage}
        state={
          list.isPending
            ? 'loading'
            : list.error && !list.data
              ? { error: callText(list.error) ?? '', onRetry: () => void list.refetch() }
              : 'ready'
        }
        empty={
          onlyBehind ? (
            <EmptyState kind="all-done" title="No match is behind">
              All that is stored has been sent on, and every gateway that is watched has it.
            </EmptyState>
          ) : (
            <EmptyState kind="nothing-yet" title="No match in the last day" />
          )
        }
      />
    </>
  )
}
