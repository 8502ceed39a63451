'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { FilterBar } from '../kit/filters/filter-bar.tsx'
import { isFiltered, rangeOf, scopeOf } from '../kit/filters/filter-field.ts'
import { useFilterParams } from '../kit/filters/use-filter-params.ts'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { SkeletonTable } from '../kit/states/skeleton.tsx'
import { SavedViews } from '../saved-views/saved-views.tsx'
import { DrawerRoom } from './drawer-room.tsx'
import { fieldsOfAddress, fieldsToShow, type LetterView } from './letter-filter.ts'
import { readLetterFilter } from './letter-query.ts'
import { OneOf } from './one-of.tsx'
import { type GroupSort, useAddress } from './use-address.ts'
import { useCoarseNow } from './use-coarse-now.ts'

const GroupsView = lazy(() => import('./groups-view.tsx'))
const LettersView = lazy(() => import('./letters-view.tsx'))
const LetterDrawer = lazy(() => import('./letter-drawer.tsx'))
const GroupDrawer = lazy(() => import('./group-drawer.tsx'))

const description =
  'What could not be processed, and is itself to blame. Nothing of it is lost: look, mend, replay.'

const viewOptions = [
  { value: 'groups', label: 'Groups', hint: 'By what they died of' },
  { value: 'letters', label: 'Letters', hint: 'One by one, the last failed first' },
] as const

/** What happens to be open is no part of a view that has a name. */
const passing = ['letter', 'group', 'tab'] as const

export function DeadLettersPage() {
  const { said, change } = useAddress()
  const given = useSearchParams()
  const view: LetterView = said.view ?? (said.letter !== null || given.get('text') ? 'letters' : 'groups')
  const fields = useMemo(() => fieldsOfAddress(view), [view])
  const [values, setValues] = useFilterParams(fields)
  const nowMs = useCoarseNow()
  const { query, problems } = readLetterFilter(fields, values, { given: new URLSearchParams(given), nowMs })
  const choices = useChoices(values.time, nowMs)
  const shownFields = useMemo(() => fieldsToShow(view, values, choices), [view, values, choices])
  const [order, setOrder] = useState<readonly string[]>([])
  const scope = `${view} ${scopeOf(values)}`
  const show = (next: LetterView) => void change({ view: next, letter: null, group: null })
  useShortcut({ keys: 'shift+g', label: 'Show groups', group: 'Dead letters', run: () => show('groups') })
  useShortcut({ keys: 'shift+l', label: 'Show letters', group: 'Dead letters', run: () => show('letters') })
  const onSort = useCallback((sort: GroupSort) => void change({ sort }), [change])
  const shared = { query, scope, isFiltered: isFiltered(values), onClearFilter: () => setValues({}) }
  const isOpen = said.letter !== null || said.group !== null
  const openLetter = (id: string | null) =>
    void change({ letter: id, group: null, ...(id === null && { tab: null }) })
  const place = said.letter === null ? -1 : order.indexOf(said.letter)
  const stepTo = (id: string | undefined) =>
    id === undefined || place < 0 ? undefined : () => openLetter(id)
  return (
    <DrawerLayout
      drawer={
        <DrawerRoom>
          <Suspense>
            {said.letter !== null && (
              <LetterDrawer
                id={said.letter}
                tab={said.tab}
                onTab={tab => void change({ tab })}
                onClose={() => openLetter(null)}
                onPrevious={stepTo(order[place - 1])}
                onNext={stepTo(order[place + 1])}
                onReturn={id => void change({ view: 'letters', letter: id, tab: 'edit', group: null })}
              />
            )}
            {said.letter === null && said.group !== null && (
              <GroupDrawer
                fingerprint={said.group}
                onClose={() => void change({ group: null })}
                onLetters={fingerprint => {
                  setValues({ fingerprint })
                  void change({ view: 'letters', group: null })
                }}
              />
            )}
          </Suspense>
        </DrawerRoom>
      }
    >
      <PageHeader
        title="Dead letters"
        description={isOpen ? undefined : description}
        meta={<OneOf label="View" value={view} onChange={show} options={viewOptions} />}
        actions={<SavedViews page="dead-letters" leaveOut={passing} />}
      />
      <FilterBar fields={shownFields} values={values} onChange={setValues} />
      <AddressNotice faults={problems} />
      <Suspense fallback={<SkeletonTable rows={12} columns={7} />}>
        {view === 'groups' ? (
          <GroupsView
            {...shared}
            sort={said.sort}
            onSort={onSort}
            openKey={said.group}
            onOpen={group => void change({ group, letter: null })}
          />
        ) : (
          <LettersView {...shared} openKey={said.letter} onOpen={openLetter} onOrder={setOrder} />
        )}
      </Suspense>
    </DrawerLayout>
  )
}

/** What there is to filter by, within the time that is looked at. */
function useChoices(time: unknown, nowMs: number) {
  const { trpc } = useConsole()
  const range = typeof time === 'string' ? rangeOf(time, nowMs) : null
  const span = {
    ...(range?.fromMs === undefined ? {} : { from: new Date(range.fromMs).toISOString() }),
    ...(range?.toMs === undefined ? {} : { to: new Date(range.toMs).toISOString() }),
  }
  const choices = useQuery(
    trpc.deadLetter.choices.queryOptions(span, { staleTime: 30_000, placeholderData: keepPreviousData }),
  )
  return choices.data
}
