'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { ReplayOutcome } from '@touchline/contracts'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'
import { OneOf } from '../dead-letters/one-of.tsx'
import { tableStateOf } from '../dead-letters/table-state.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { type ItemRow, itemColumns, itemKey } from './item-columns.tsx'
import { outcomeParts } from './outcome-report.ts'
import type { Replay } from './replay-progress.tsx'
import { isOver } from './replay-words.ts'

const outcomeNames = [
  'recovered',
  'superseded',
  'dead_again',
  'skipped',
  'would_recover',
  'would_be_superseded',
  'would_fail',
] as const satisfies readonly ReplayOutcome[]

type Page = OperatorOutputs['replay']['items']
interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly number[]
}

const pageRows = 200
const mostPages = 50

/** Its letters one by one, in the order in which they are replayed. */
export function ReplayItems({ replay }: { replay: Replay }) {
  const router = useRouter()
  const [outcome, setOutcome] = useQueryState('outcome', parseAsStringLiteral(outcomeNames))
  const { list, rows } = useItems(replay, outcome)
  const parts = outcomeParts(replay.progress.outcomes)
  const options = [
    { value: 'all', label: `All ${replay.total.toLocaleString('en')}` },
    ...parts.map(part => ({
      value: part.outcome,
      label: `${part.label} ${part.value.toLocaleString('en')}`,
    })),
  ]
  const over = isOver(replay.state)
  const columns = useMemo(() => itemColumns(replay.mode, over), [replay.mode, over])
  return (
    <section aria-label="Letters of the replay" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-sm">Letters</h2>
        {parts.length > 0 && (
          <OneOf
            label="Outcome"
            value={outcome ?? 'all'}
            onChange={next => void setOutcome(next === 'all' ? null : (next as ReplayOutcome))}
            options={options}
          />
        )}
      </div>
      <DataTable
        label="Letters of the replay"
        rows={rows}
        rowKey={itemKey}
        columns={columns}
        total={outcome === null ? replay.total : (replay.progress.outcomes[outcome] ?? 0)}
        onOpen={({ letterId }) => router.push(`/console/dead-letters?view=letters&letter=${letterId}`)}
        onEndReached={() => list.hasNextPage && list.fetchNextPage()}
        loadingMore={list.isFetchingNextPage}
        state={tableStateOf(list)}
        empty={<EmptyState kind={outcome === null ? 'nothing-yet' : 'filtered-out'} compact />}
      />
    </section>
  )
}

function useItems({ id, state }: Replay, outcome: ReplayOutcome | null) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const list = useInfiniteQuery<Page, OperatorError, Pages, unknown[], number>({
    queryKey: ['replay', 'items', 'pages', id, outcome, isOver(state)],
    queryFn: ({ pageParam }) =>
      client.fetchQuery(
        trpc.replay.items.queryOptions(
          { id, limit: pageRows, afterOrdinal: pageParam, ...(outcome && { outcomes: [outcome] }) },
          { staleTime: 0, gcTime: 0 },
        ),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }, pages) => (pages.length < mostPages ? next : null),
    refetchInterval: query =>
      isOver(state) ? false : 2_000 * Math.max(1, query.state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo<readonly ItemRow[]>(
    () => list.data?.pages.flatMap(({ items }) => items) ?? [],
    [list.data],
  )
  return { list, rows }
}
