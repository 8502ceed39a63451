'use client'

import type { ReplayOutcome } from '@touchline/contracts'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { OneOf } from '../dead-letters/one-of.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { itemColumns, itemKey } from './item-columns.tsx'
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

/** Its letters one by one, in the order in which they are replayed. */
export function ReplayItems({ replay }: { replay: Replay }) {
  const router = useRouter()
  const [outcome, setOutcome] = useQueryState('outcome', parseAsStringLiteral(outcomeNames))
  const { trpc } = useConsole()
  const over = isOver(replay.state)
  const { rows, table } = usePages({
    key: ['replay', 'items', replay.id, outcome, over],
    page: after =>
      trpc.replay.items.queryOptions({
        id: replay.id,
        limit: 200,
        afterOrdinal: Number(after ?? 0),
        ...(outcome && { outcomes: [outcome] }),
      }),
    pollMs: over ? false : 2_000,
    mostPages: 50,
  })
  const parts = outcomeParts(replay.progress.outcomes)
  const options = [
    { value: 'all', label: `All ${replay.total.toLocaleString('en')}` },
    ...parts.map(part => ({
      value: part.outcome,
      label: `${part.label} ${part.value.toLocaleString('en')}`,
    })),
  ]
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
        {...table}
        empty={<EmptyState kind={outcome === null ? 'nothing-yet' : 'filtered-out'} compact />}
      />
    </section>
  )
}
