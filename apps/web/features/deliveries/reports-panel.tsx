'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { lazy, Suspense, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { FilterBar } from '../kit/filters/filter-bar.tsx'
import { type FilterField, isFiltered, scopeOf } from '../kit/filters/filter-field.ts'
import { useFilterParams } from '../kit/filters/use-filter-params.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { narrowReportColumns, reportColumns, reportKey } from './report-columns.tsx'
import { kindTexts, type ReportRow } from './report-words.ts'

const ReportDrawer = lazy(() => import('./report-drawer.tsx'))

const fields: readonly FilterField[] = [
  {
    name: 'kind',
    label: 'Compares',
    kind: 'choice',
    options: Object.entries(kindTexts).map(([value, label]) => ({ value, label })),
  },
]
const noun = { one: 'report', many: 'reports' }
const sameReport = (a: ReportRow, b: ReportRow) => a.id === b.id

/** Reports of reconciliation; one open beside the list, with what mends each gap. */
export function ReportsPanel() {
  const { trpc } = useConsole()
  const [values, setValues] = useFilterParams(fields)
  const [open, setOpen] = useQueryState('report', parseAsString)
  const [active, setActive] = useState<string | null>(null)
  const kind = values.kind === 'delivery' || values.kind === 'account' ? values.kind : undefined
  const { list, rows, table } = usePages({
    key: ['delivery', 'reports', kind],
    page: beforeId =>
      trpc.delivery.reports.queryOptions({
        ...(kind && { kind }),
        ...(beforeId !== null && { beforeId }),
        limit: 50,
      }),
    pollMs: 5_000,
  })
  const scope = useSettledScope(scopeOf(values), list.isPlaceholderData)
  const shown = useFreshRows(rows, reportKey, {
    held: false,
    scope,
    sameAs: sameReport,
    isWindow: list.hasNextPage,
  })
  const isNumber = open !== null && /^[1-9]\d{0,17}$/.test(open)
  return (
    <>
      <div className="mb-3">
        <FilterBar fields={fields} values={values} onChange={setValues} shortcut="f">
          <FreshRowsBar fresh={shown.fresh} gone={0} onShow={shown.showFresh} noun={noun} />
        </FilterBar>
      </div>
      <AddressNotice fields={fields} faults={[open !== null && !isNumber && 'The report is no number.']} />
      <DrawerLayout
        drawer={
          isNumber && (
            <Suspense>
              <ReportDrawer id={open} onClose={() => void setOpen(null)} />
            </Suspense>
          )
        }
      >
        <DataTable
          label="Reconciliation reports"
          rows={shown.rows}
          rowKey={reportKey}
          columns={isNumber ? narrowReportColumns : reportColumns}
          activeKey={active}
          onActiveChange={setActive}
          openKey={open}
          onOpen={({ id }) => void setOpen(id)}
          markOf={shown.markOf}
          {...table}
          empty={
            isFiltered(values) ? (
              <EmptyState kind="filtered-out" />
            ) : (
              <EmptyState kind="nothing-yet" title="No report yet">
                A processor compares deliveries every ten seconds and accounts every hour, and writes down
                what it found.
              </EmptyState>
            )
          }
        />
      </DrawerLayout>
    </>
  )
}
