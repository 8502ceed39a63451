'use client'

import { useEffect, useState } from 'react'
import { Button } from '../../../../features/kit/actions/button.tsx'
import { KeyValueList } from '../../../../features/kit/display/key-value-list.tsx'
import { DetailDrawer, DrawerLayout } from '../../../../features/kit/drawer/detail-drawer.tsx'
import { useFreshRows } from '../../../../features/kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../../../../features/kit/states/empty-state.tsx'
import { DataTable } from '../../../../features/kit/table/data-table.tsx'
import { FreshRowsBar } from '../../../../features/kit/table/fresh-rows-bar.tsx'
import { SelectionBar } from '../../../../features/kit/table/selection-bar.tsx'
import { formatCount } from '../../../../features/kit/time/format-quantity.ts'
import { Specimen } from '../specimen.tsx'
import { type Letter, letterAt, letterColumns, letterKey } from './list-rows.tsx'

const first = 2_000
const noun = { one: 'dead letter', many: 'dead letters' }
const everyMs = 5

/** Rows that change 200 times a second while it runs: one comes, one changes, one goes. */
function useMovingRows(): { rows: readonly Letter[]; running: boolean; toggle: () => void } {
  const [rows, setRows] = useState(() => Array.from({ length: first }, (_, place) => letterAt(first - place)))
  const [running, setRunning] = useState(false)
  useEffect(() => {
    if (!running) return
    let number = first
    const timer = setInterval(() => {
      number += 1
      setRows(before => step(before, number))
    }, everyMs)
    return () => clearInterval(timer)
  }, [running])
  return { rows, running, toggle: () => setRunning(!running) }
}

function step(rows: readonly Letter[], number: number): Letter[] {
  const changed = rows.map((row, place) =>
    place === number % 40 ? { ...row, attempts: row.attempts + 1 } : row,
  )
  if (number % 20 !== 0) return changed
  return [letterAt(number), ...changed.filter((_, place) => place !== number % 60)]
}

export function ListStates() {
  const { rows, running, toggle } = useMovingRows()
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const [openKey, setOpenKey] = useState<string | null>(null)
  const held = selection.size > 0 || openKey !== null
  const fresh = useFreshRows(rows, letterKey, { held })
  const open = rows.find(row => row.id === openKey)
  const heldReason = held ? 'Nothing moves while rows are selected or a detail is open' : null
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div>
        <div className="mb-2 flex flex-wrap items-center gap-2">
          <Button size="sm" aria-pressed={running} onClick={toggle}>
            {running ? 'Stop the updates' : '200 updates a second'}
          </Button>
          <FreshRowsBar
            fresh={fresh.fresh}
            gone={fresh.gone}
            onShow={fresh.showFresh}
            heldReason={heldReason}
            noun={noun}
          />
          <span className="ml-auto text-muted text-xs tabular-nums">
            {formatCount(fresh.rows.length)} shown
          </span>
        </div>
        <DrawerLayout drawer={<LetterDrawer letter={open} onClose={() => setOpenKey(null)} />}>
          <DataTable
            label="Dead letters"
            rows={fresh.rows}
            rowKey={letterKey}
            columns={letterColumns}
            total={100_000}
            selection={selection}
            onSelectionChange={setSelection}
            openKey={openKey}
            onOpen={letter => setOpenKey(letter.id)}
            markOf={fresh.markOf}
            height="22rem"
          />
        </DrawerLayout>
        <SelectionBar
          count={selection.size}
          total={fresh.rows.length}
          onClear={() => setSelection(new Set())}
        >
          <Button size="sm" variant="primary" shortcut="r">
            Replay
          </Button>
          <Button size="sm" disabledReason="Two people are needed above 100 letters">
            Discard
          </Button>
        </SelectionBar>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
        <Specimen name="Marked rows">
          <MarkedTable />
        </Specimen>
        <Specimen name="Loading">
          <DataTable {...small} label="Loading" rows={[]} state="loading" />
        </Specimen>
        <Specimen name="Failed">
          <DataTable
            {...small}
            label="Failed"
            rows={[]}
            state={{ error: 'The gateway did not answer.', onRetry: () => undefined }}
          />
        </Specimen>
        <Specimen name="Empty, filtered out">
          <DataTable {...small} label="Empty" rows={[]} empty={<EmptyState kind="filtered-out" compact />} />
        </Specimen>
      </div>
    </div>
  )
}

const small = { rowKey: letterKey, columns: letterColumns.slice(0, 4), pageKeys: false } as const
const markedRows = [1, 2, 3, 4].map(letterAt)
const marks = ['new', 'changed', 'gone'] as const

function MarkedTable() {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set(['dl-000004']))
  return (
    <DataTable
      {...small}
      label="Marked rows"
      rows={markedRows}
      selection={selection}
      onSelectionChange={setSelection}
      markOf={row => marks[markedRows.indexOf(row)]}
      loadingMore
    />
  )
}

function LetterDrawer({ letter, onClose }: { letter: Letter | undefined; onClose: () => void }) {
  return (
    <DetailDrawer
      open={letter !== undefined}
      onClose={onClose}
      title={letter?.id ?? ''}
      subtitle={letter?.code}
      footer={
        <Button variant="primary" size="sm" shortcut="r">
          Replay
        </Button>
      }
    >
      {letter && (
        <KeyValueList
          items={[
            { key: 'stage', label: 'Stage', value: letter.stage },
            { key: 'match', label: 'Match', value: letter.match, mono: true },
            { key: 'attempts', label: 'Attempts', value: letter.attempts },
          ]}
        />
      )}
    </DetailDrawer>
  )
}
