'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { type PagedList, usePages } from '../console/use-pages.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { Button } from '../kit/actions/button.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { FilterBar } from '../kit/filters/filter-bar.tsx'
import { isFiltered, scopeOf } from '../kit/filters/filter-field.ts'
import { useFilterParams } from '../kit/filters/use-filter-params.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { SavedViews } from '../saved-views/saved-views.tsx'
import { auditColumns, auditKey, narrowAuditColumns } from './audit-columns.tsx'
import { type AuditEntry, auditFields, auditFieldsToShow, auditQuestion } from './audit-filter.ts'
import { saveAs, toCsv, toJsonLines } from './export-rows.ts'
import { useEntry } from './use-entry.ts'
import { VerifyPanel } from './verify-panel.tsx'

const AuditDrawer = lazy(() => import('./audit-drawer.tsx'))

const noun = { one: 'entry', many: 'entries' }
const notFilters = ['entry']

/** What operators changed, and whether the record of it is whole. */
export function AuditPage() {
  const [values, setValues] = useFilterParams(auditFields)
  const [open, setOpen] = useQueryState('entry', parseAsString)
  const [active, setActive] = useState<string | null>(null)
  const { trpc } = useConsole()
  const { list, rows, first, table } = usePages({
    key: ['audit', 'search', values],
    page: after => {
      const question = auditQuestion(values, Date.now())
      return trpc.audit.search.queryOptions({ ...question, ...(after !== null && { after }), limit: 100 })
    },
    pollMs: 5_000,
    mostPages: 50,
  })
  const scope = useSettledScope(scopeOf(values), list.isPlaceholderData)
  const shown = useFreshRows(rows, auditKey, { held: false, scope, isWindow: list.hasNextPage })
  const chosen = typeof values.action === 'string' ? values.action : undefined
  const fields = useSeenFields(shown.rows, chosen)
  const { entry, isMissing } = useEntry(open, shown.rows)
  return (
    <>
      <PageHeader
        title="Audit"
        description="What operators changed, with their reasons. Entries are added in the transaction of the change, and never altered."
        actions={<ExportButtons entries={shown.rows} />}
      />
      <div className="mb-4">
        <VerifyPanel head={first?.head ?? null} />
      </div>
      <div className="mb-3">
        <FilterBar fields={fields} values={values} onChange={setValues} shortcut="f">
          <FreshRowsBar fresh={shown.fresh} gone={0} onShow={shown.showFresh} noun={noun} />
          <SavedViews page="audit" leaveOut={notFilters} />
        </FilterBar>
      </div>
      <AddressNotice fields={auditFields} faults={[isMissing && 'There is no entry of that number.']} />
      <DrawerLayout
        drawer={
          entry && (
            <Suspense>
              <AuditDrawer entry={entry} onClose={() => void setOpen(null)} />
            </Suspense>
          )
        }
      >
        <DataTable
          label="Audit entries"
          rows={shown.rows}
          rowKey={auditKey}
          columns={entry ? narrowAuditColumns : auditColumns}
          activeKey={active}
          onActiveChange={setActive}
          openKey={open}
          onOpen={({ id }) => void setOpen(id)}
          markOf={shown.markOf}
          {...table}
          empty={<NoEntries list={list} filtered={isFiltered(values)} />}
        />
        {shown.rows.length > 0 && isFiltered(values) && <FurtherBack list={list} />}
      </DrawerLayout>
    </>
  )
}

/** The fields change only when an action is seen that was not known. */
function useSeenFields(rows: readonly AuditEntry[], chosen: string | undefined) {
  const seen = [...new Set([...rows.map(({ action }) => action), ...(chosen ? [chosen] : [])])]
    .sort()
    .join(' ')
  return useMemo(() => auditFieldsToShow(seen.split(' ').filter(Boolean)), [seen])
}

/** A search looks at so many entries at a time: there may be more behind those that it has looked at. */
function NoEntries({ list, filtered }: { list: PagedList; filtered: boolean }) {
  if (!filtered) {
    return (
      <EmptyState kind="nothing-yet" title="Nobody has changed anything yet">
        The first entry is made with the first change.
      </EmptyState>
    )
  }
  if (!list.hasNextPage) return <EmptyState kind="filtered-out" />
  return (
    <EmptyState
      kind="filtered-out"
      title="Nothing among the newest entries"
      action={
        <Button onClick={() => void list.fetchNextPage()} pending={list.isFetchingNextPage}>
          Look further back
        </Button>
      }
    >
      Older entries have not been looked at yet.
    </EmptyState>
  )
}

/** The list's end asks for more by itself while there is more to show; where a search finds little, a person does. */
function FurtherBack({ list }: { list: PagedList }) {
  if (!list.hasNextPage) return null
  return (
    <p className="mt-2 flex items-center gap-3 text-muted text-sm">
      Older entries have not been looked at yet.
      <Button size="sm" onClick={() => void list.fetchNextPage()} pending={list.isFetchingNextPage}>
        Look further back
      </Button>
    </p>
  )
}

function ExportButtons({ entries }: { entries: readonly AuditEntry[] }) {
  const disabledReason = entries.length === 0 ? 'There is nothing shown to export.' : undefined
  return (
    <>
      <Button
        size="sm"
        disabledReason={disabledReason}
        onClick={() => saveAs('audit.csv', 'text/csv;charset=utf-8', toCsv(entries))}
      >
        Export CSV
      </Button>
      <Button
        size="sm"
        disabledReason={disabledReason}
        onClick={() => saveAs('audit.jsonl', 'application/jsonl;charset=utf-8', toJsonLines(entries))}
      >
        Export JSON lines
      </Button>
    </>
  )
}
