'use client'

import { useRouter } from 'next/navigation'
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs'
import { lazy, Suspense } from 'react'
import { CallError } from '../console/call-error.tsx'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { type PagedList, usePages } from '../console/use-pages.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { PageHeader } from '../kit/display/page-header.tsx'
import { Switch } from '../kit/fields/switch.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { FilterBar } from '../kit/filters/filter-bar.tsx'
import { isFiltered, scopeOf } from '../kit/filters/filter-field.ts'
import { useFilterParams } from '../kit/filters/use-filter-params.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { SavedViews } from '../saved-views/saved-views.tsx'
import { eventColumns, eventRowKey } from './event-columns.tsx'
import { eventFields, eventQuestion, readSourceEvent } from './event-filter.ts'
import { eventHref } from './event-words.ts'
import { NoEvents } from './no-events.tsx'
import { SearchStanding } from './search-standing.tsx'

const EventBySource = lazy(() => import('./event-by-source.tsx'))

/** All events, or the one that the address names by its source's id. */
export function EventsPage() {
  const [id] = useQueryState('id', parseAsString)
  const named = readSourceEvent(id)
  if (!named)
    return (
      <EventSearch wrongId={id ? 'The id is none of a source’s event, such as broadcast:abc.' : undefined} />
    )
  return (
    <Suspense fallback={<SkeletonPanel height="24rem" />}>
      <EventBySource {...named} />
    </Suspense>
  )
}

const noun = { one: 'event', many: 'events' }
const notFilters = ['row', 'live', 'id']

function EventSearch({ wrongId }: { wrongId: string | undefined }) {
  const router = useRouter()
  const [values, setValues] = useFilterParams(eventFields)
  const [isLive, setIsLive] = useQueryState('live', parseAsBoolean.withDefault(false))
  const [active, setActive] = useQueryState('row', parseAsString)
  const { trpc } = useConsole()
  const { list, rows, first, table } = usePages({
    key: ['event', 'search', values],
    page: after => {
      const question = eventQuestion(values, Date.now())
      return trpc.event.search.queryOptions({ ...question, ...(after !== null && { after }), limit: 100 })
    },
    pollMs: isLive && 2_000,
    mostPages: 50,
  })
  const scope = useSettledScope(scopeOf(values), list.isPlaceholderData)
  const shown = useFreshRows(rows, eventRowKey, { held: false, scope, isWindow: list.hasNextPage })
  useShortcut({ keys: 'l', label: 'Live on or off', group: 'List', run: () => void setIsLive(!isLive) })
  return (
    <>
      <PageHeader
        title="Events"
        description="What was stored, found by its words, its match, its ids and when it happened."
        actions={<Switch label="Live" checked={isLive} onChange={on => void setIsLive(on)} />}
      />
      <FilterBar fields={eventFields} values={values} onChange={setValues}>
        {isLive && <FreshRowsBar fresh={shown.fresh} gone={0} onShow={shown.showFresh} noun={noun} />}
        <SavedViews page="events" leaveOut={notFilters} />
      </FilterBar>
      <AddressNotice fields={eventFields} faults={[wrongId]} />
      <SearchStanding page={first} />
      {list.error && <Fault list={list} />}
      <DataTable
        label="Events"
        rows={list.error ? [] : shown.rows}
        rowKey={eventRowKey}
        columns={eventColumns}
        activeKey={active}
        onActiveChange={key => void setActive(key)}
        onOpen={({ matchId, seq }) => router.push(eventHref(matchId, seq))}
        {...table}
        state={stateOf(list)}
        markOf={shown.markOf}
        empty={
          <NoEvents
            isFiltered={isFiltered(values)}
            behind={first?.behind ?? 0}
            onClear={() => setValues({})}
          />
        }
      />
    </>
  )
}

/** A filter at fault is told above the list, where each fault has its line. */
function Fault({ list }: { list: PagedList }) {
  if (list.error?.data?.errorCode !== 'invalid-input') return null
  return (
    <div className="mb-3">
      <CallError error={list.error} />
    </div>
  )
}

function stateOf(list: PagedList) {
  if (list.isPending) return 'loading'
  if (!list.error) return 'ready'
  const isFilter = list.error.data?.errorCode === 'invalid-input'
  if (isFilter) return { error: 'This filter can’t be answered; what is wrong with it stands above.' }
  return { error: callInOneLine(list.error) ?? '', onRetry: () => void list.refetch() }
}
