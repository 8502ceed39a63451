'use client'

import { useEffect, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { useSettledScope } from '../console/use-settled-scope.ts'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { DataTable } from '../kit/table/data-table.tsx'
import { FreshRowsBar } from '../kit/table/fresh-rows-bar.tsx'
import { LetterBulk, useAsked } from './letter-bulk.tsx'
import { letterColumns, letterKey, narrowLetterColumns } from './letter-columns.tsx'
import { LetterListHead } from './letter-list-head.tsx'
import { NoLetters, type ViewProps, waiting } from './no-letters.tsx'
import { useSelection } from './use-selection.ts'

interface LettersViewProps extends ViewProps {
  readonly openKey: string | null
  readonly onOpen: (id: string) => void
  /** Tells the ids in the order in which they are shown. */
  readonly onOrder: (ids: readonly string[]) => void
}

const noun = { one: 'dead letter', many: 'dead letters' }

export default function LettersView(props: LettersViewProps) {
  const { query, openKey, onOpen, onOrder } = props
  const { trpc } = useConsole()
  const { list, rows, isCut, table } = usePages({
    key: ['deadLetter', 'list', query],
    page: after =>
      trpc.deadLetter.list.queryOptions({ filter: query, limit: 100, ...(after !== null && { after }) }),
    pollMs: 2_000,
    mostPages: 50,
  })
  const scope = useSettledScope(props.scope, list.isPlaceholderData)
  const { selection, setSelection, clear } = useSelection(scope)
  const held = heldReason(selection.size, openKey)
  const shown = useFreshRows(rows, letterKey, {
    held: held !== null,
    scope: list.isPending ? waiting : scope,
    isWindow: list.hasNextPage || isCut,
  })
  useEffect(() => onOrder(shown.rows.map(letterKey)), [shown.rows, onOrder])
  const [active, setActive] = useState<string | null>(null)
  const bulk = useAsked()
  return (
    <>
      <LetterListHead
        query={query}
        bar={
          <FreshRowsBar
            fresh={shown.fresh}
            gone={shown.gone}
            onShow={shown.showFresh}
            heldReason={held}
            noun={noun}
          />
        }
        onReplay={choice => bulk.ask('replay', choice)}
        onDiscard={choice => bulk.ask('discard', choice)}
      />
      <DataTable
        label="Dead letters"
        rows={shown.rows}
        rowKey={letterKey}
        columns={openKey === null ? letterColumns : narrowLetterColumns}
        selection={selection}
        onSelectionChange={setSelection}
        activeKey={active}
        onActiveChange={setActive}
        openKey={openKey}
        onOpen={row => onOpen(row.id)}
        {...table}
        markOf={shown.markOf}
        empty={<NoLetters {...props} />}
      />
      {isCut && (
        <p className="mt-2 text-muted text-xs">
          These are the first {rows.length.toLocaleString('en')}: filter to see the rest.
        </p>
      )}
      <LetterBulk {...bulk} selection={selection} active={active} onClear={clear} />
    </>
  )
}

function heldReason(selected: number, openKey: string | null): string | null {
  if (selected > 0) return 'Held while letters are selected.'
  return openKey === null ? null : 'Held while a letter is open.'
}
