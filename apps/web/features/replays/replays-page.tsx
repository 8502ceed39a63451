'use client'

import type { ReplayState } from '@touchline/contracts'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { ButtonLink } from '../kit/actions/button-link.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { FilterBar } from '../kit/filters/filter-bar.tsx'
import { type FilterField, isFiltered, scopeOf } from '../kit/filters/filter-field.ts'
import { useFilterParams } from '../kit/filters/use-filter-params.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { type ReplayRow, replayColumns, replayKey } from './replay-columns.tsx'
import { replayStates } from './replay-words.ts'

const fields: readonly FilterField[] = [
  {
    name: 'state',
    label: 'State',
    kind: 'many',
    options: Object.entries(replayStates).map(([value, { label }]) => ({ value, label })),
  },
]
const noun = { one: 'replay', many: 'replays' }

export function ReplaysPage() {
  const router = useRouter()
  const [values, setValues] = useFilterParams(fields)
  const chosen = values.state
  const states = Array.isArray(chosen) && chosen.length > 0 ? (chosen as readonly ReplayState[]) : undefined
  const { trpc } = useConsole()
  const { list, rows, table } = usePages({
    key: ['replay', 'list', states],
    page: beforeId =>
      trpc.replay.list.queryOptions({
        limit: 100,
        ...(states && { states: [...states] }),
        ...(beforeId !== null && { beforeId }),
      }),
    pollMs: 2_000,
  })
  const [active, setActive] = useState<string | null>(null)
  const scope = useSettledScope(scopeOf(values), list.isPlaceholderData)
  const shown = useFreshRows(rows, replayKey, { held: false, scope, isWindow: list.hasNextPage })
  const open = ({ id }: ReplayRow) => router.push(`/console/replays/${id}`)
  return (
    <>
      <PageHeader
        title="Replays"
        description="Dead letters sent again: what was asked, by whom, and what came of it. Dry runs change nothing."
      />
      <div className="mb-3">
        <FilterBar fields={fields} values={values} onChange={setValues}>
          <FreshRowsBar fresh={shown.fresh} gone={shown.gone} onShow={shown.showFresh} noun={noun} />
        </FilterBar>
      </div>
      <AddressNotice fields={fields} />
      <DataTable
        label="Replays"
        rows={shown.rows}
        rowKey={replayKey}
        columns={replayColumns}
        activeKey={active}
        onActiveChange={setActive}
        onOpen={open}
        markOf={shown.markOf}
        {...table}
        empty={
          isFiltered(values) ? (
            <EmptyState kind="filtered-out" />
          ) : (
            <EmptyState
              kind="nothing-yet"
              title="Nothing was replayed yet"
              action={<ButtonLink href="/console/dead-letters">To the dead letters</ButtonLink>}
            >
              A replay begins at a dead letter, a group of them, or a filter.
            </EmptyState>
          )
        }
      />
    </>
  )
}
