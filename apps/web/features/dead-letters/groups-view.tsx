'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { tableStateOf } from '../console/table-state.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { type GroupRow, groupColumns, groupKey } from './group-columns.tsx'
import { NoLetters, type ViewProps, waiting } from './no-letters.tsx'
import type { GroupSort } from './use-address.ts'

interface GroupsViewProps extends ViewProps {
  readonly sort: GroupSort
  readonly onSort: (sort: GroupSort) => void
  readonly openKey: string | null
  readonly onOpen: (fingerprint: string) => void
}

const pollMs = 2_000
const mostGroups = 100
const noun = { one: 'group', many: 'groups' }
const noRows: readonly GroupRow[] = []

export default function GroupsView(props: GroupsViewProps) {
  const { query, sort, onSort, openKey, onOpen } = props
  const { trpc } = useConsole()
  const groups = useQuery(
    trpc.deadLetter.groups.queryOptions(
      { filter: query, limit: mostGroups, sort },
      { refetchInterval: pollMs, placeholderData: keepPreviousData },
    ),
  )
  const [active, setActive] = useState<string | null>(null)
  const scope = useSettledScope(`${props.scope} ${sort}`, groups.isPlaceholderData)
  const held = openKey === null ? null : 'Held while a group is open.'
  const shown = useFreshRows(groups.data?.items ?? noRows, groupKey, {
    held: held !== null,
    scope: groups.isPending ? waiting : scope,
    isWindow: groups.data?.more ?? false,
  })
  const isNarrow = openKey !== null
  const columns = useMemo(() => groupColumns({ sort, onSort }, isNarrow), [sort, onSort, isNarrow])
  const more = groups.data?.more ?? false
  return (
    <>
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-2">
        <FreshRowsBar
          fresh={shown.fresh}
          gone={shown.gone}
          onShow={shown.showFresh}
          heldReason={held}
          noun={noun}
        />
        {more && <p className="text-muted text-xs">The first {mostGroups}: filter to see others.</p>}
      </div>
      <DataTable
        label="Groups of dead letters"
        rows={shown.rows}
        rowKey={groupKey}
        columns={columns}
        activeKey={active}
        onActiveChange={setActive}
        openKey={openKey}
        onOpen={row => onOpen(row.fingerprint)}
        markOf={shown.markOf}
        state={tableStateOf(groups)}
        empty={<NoLetters {...props} />}
      />
    </>
  )
}
