'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { usePages } from '../console/use-pages.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { PageHeader } from '../kit/display/page-header.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { FilterBar } from '../kit/filters/filter-bar.tsx'
import { type FilterField, isFiltered, scopeOf } from '../kit/filters/filter-field.ts'
import { useFilterParams } from '../kit/filters/use-filter-params.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { SavedViews } from '../saved-views/saved-views.tsx'
import { deskColumns, deskKey } from './desk-columns.tsx'
import { statuses } from './desk-words.ts'
import { matchStatuses } from './match-statuses.ts'

type Counts = OperatorOutputs['matchDesk']['list']['counts']

const fieldsOfAddress: readonly FilterField[] = [
  {
    name: 'text',
    label: 'Text',
    kind: 'text',
    main: true,
    placeholder: 'Search teams, competitions and ids',
  },
  {
    name: 'status',
    label: 'Status',
    kind: 'choice',
    options: matchStatuses.map(value => ({ value, label: statuses[value].label })),
  },
]
const noun = { one: 'match', many: 'matches' }

/** Every match, what runs first, and how each does. */
export function DeskPage() {
  const router = useRouter()
  const [values, setValues] = useFilterParams(fieldsOfAddress)
  const [active, setActive] = useState<string | null>(null)
  const text = typeof values.text === 'string' ? values.text.trim().slice(0, 120) : ''
  const status = matchStatuses.find(one => one === values.status)
  const { trpc } = useConsole()
  const { list, rows, first, table } = usePages({
    key: ['matchDesk', 'list', text, status],
    page: after => {
      const asked = { ...(text && { text }), ...(status && { status }), ...(after !== null && { after }) }
      return trpc.matchDesk.list.queryOptions({ ...asked, limit: 50 })
    },
    pollMs: 2_000,
  })
  const counts = first?.counts
  const scope = useSettledScope(scopeOf(values), list.isPlaceholderData)
  const shown = useFreshRows(rows, deskKey, { held: false, scope, isWindow: list.hasNextPage })
  const fields = useMemo(() => withCounts(counts), [counts])
  return (
    <>
      <PageHeader
        title="Matches"
        description="What runs now, what is to come and what is over: score, lag, viewers, dead letters, and how the sources do."
      />
      <div className="mb-3">
        <FilterBar fields={fields} values={values} onChange={setValues} shortcut="f">
          <FreshRowsBar fresh={shown.fresh} gone={shown.gone} onShow={shown.showFresh} noun={noun} />
          <SavedViews page="matches" />
        </FilterBar>
      </div>
      <AddressNotice fields={fieldsOfAddress} />
      <DataTable
        label="Matches"
        rows={shown.rows}
        rowKey={deskKey}
        columns={deskColumns}
        activeKey={active}
        onActiveChange={setActive}
        onOpen={({ matchId }) => router.push(`/console/matches/${encodeURIComponent(matchId)}`)}
        {...table}
        markOf={row => (shown.markOf(row) === 'changed' ? undefined : shown.markOf(row))}
        empty={
          isFiltered(values) ? (
            <EmptyState kind="filtered-out" />
          ) : (
            <EmptyState kind="nothing-yet" title="No match yet">
              A match appears with its first event.
            </EmptyState>
          )
        }
      />
    </>
  )
}

const withCounts = (counts: Counts | undefined): readonly FilterField[] =>
  fieldsOfAddress.map(field =>
    field.kind === 'choice'
      ? {
          ...field,
          options: matchStatuses.map(value => ({
            value,
            label: statuses[value].label,
            count: counts?.[value] ?? 0,
          })),
        }
      : field,
  )
