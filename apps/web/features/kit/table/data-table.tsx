'use client'

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { chordOf } from '../shortcuts/match-keys.ts'
import { type Column, tableLeastWidth, tableTracks } from './column.ts'
import { gridCommand } from './grid-command.ts'
import { gridRole, gridRoles } from './grid-roles.ts'
import type { RowMark } from './row-mark.ts'
import { placesToDraw } from './rows-in-sight.ts'
import { type Selection, shownState } from './selection.ts'
import { TableHeader } from './table-header.tsx'
import { TableRow } from './table-row.tsx'
import { TableSlot, type TableState } from './table-slot.tsx'
import { useGrid } from './use-grid.ts'
import { useGridShortcuts } from './use-grid-shortcuts.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useRowsInSight } from './use-rows-in-sight.ts'

export type { Column } from './column.ts'

export interface DataTableProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Kept the same between renders: rows are drawn anew when it changes. */
  readonly columns: readonly Column<Row>[]
  /** All rows there are, when more than are loaded. */
  readonly total?: number | undefined
  readonly selection?: Selection | undefined
  readonly onSelectionChange?: ((next: Selection) => void) | undefined
  readonly activeKey?: string | null | undefined
  readonly onActiveChange?: ((key: string | null) => void) | undefined
  /** The row whose detail is open. */
  readonly openKey?: string | null | undefined
  readonly onOpen?: ((row: Row) => void) | undefined
  /** Near the last loaded row; once for each length of the list. */
  readonly onEndReached?: (() => void) | undefined
  readonly loadingMore?: boolean | undefined
  readonly state?: TableState | undefined
  readonly empty?: ReactNode
  readonly markOf?: ((row: Row) => RowMark | undefined) | undefined
  /** The most it takes of the page, in CSS. */
  readonly height?: string | undefined
  readonly rowHeightPx?: number | undefined
  /** False for a second table of a page: its keys hold only inside it. */
  readonly pageKeys?: boolean | undefined
}

const headerPx = 32
const rowsAround = 8
const nearEndRows = 12

/** A grid that draws only the rows in sight: one tab stop, moved by keys; focus and selection follow the rows' keys. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, rowKey, columns, selection, rowHeightPx = 34, state = 'ready' } = props
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useGrid(scroller, { ...props, rowHeightPx, headerPx })
  const { active } = grid
  useKeptFocus(scroller)
  useGridShortcuts(grid.run, {
    enabled: props.pageKeys !== false && rows.length > 0,
    opens: props.onOpen !== undefined,
    selectedCount: selection?.size,
  })
  const sight = useRowsInSight(scroller, { rowHeightPx, headerPx })
  const places = placesToDraw(sight, { count: rows.length, around: rowsAround, active: active?.place })
  useEndReached(places.findLast(place => place !== active?.place) ?? -1, rows.length, props.onEndReached)

  const selectable = selection !== undefined
  const tracks = useMemo(() => tableTracks(columns, selectable), [columns, selectable])
  const leastWidth = useMemo(() => tableLeastWidth(columns, selectable), [columns, selectable])
  const shown = useMemo(
    () => (selection ? shownState(selection, selection.size > 0 ? rows.map(rowKey) : []) : undefined),
    [selection, rows, rowKey],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const command = placeUnder(event.target) === null ? null : gridCommand(chordOf(event))
    if (!command) return
    event.preventDefault()
    grid.run(command)
  }
  const onClick = (event: MouseEvent) => {
    const place = placeUnder(event.target)
    if (place === null) return
    const onMark = event.target instanceof Element && event.target.closest('[data-select-mark]') !== null
    if (event.shiftKey) grid.extend(place)
    else if (onMark || event.metaKey || event.ctrlKey) grid.toggle(place)
    else grid.open(place)
    grid.setActive(place)
  }
  // A range is selected by shift and click; the text between is not.
  const onMouseDown = (event: MouseEvent) => event.shiftKey && event.preventDefault()
  const role = gridRole({
    label: props.label,
    total: props.total ?? rows.length,
    selectable,
    busy: state === 'loading' || props.loadingMore === true,
  })

  return (
    <div className="panel overflow-hidden">
      <div
        ref={scroller}
        {...role}
        tabIndex={rows.length === 0 ? 0 : undefined}
        {...{ onKeyDown, onClick, onMouseDown }}
        style={{ maxHeight: props.height ?? 'min(70dvh, 56rem)' }}
        className="relative overflow-auto overscroll-contain"
      >
        <div role="presentation" style={{ minWidth: leastWidth }}>
          <TableHeader
            columns={columns}
            tracks={tracks}
            heightPx={headerPx}
            shown={shown}
            onToggleShown={() => grid.run({ kind: 'select-shown' })}
          />
          <div {...gridRoles.body} className="relative" style={{ height: rows.length * rowHeightPx }}>
            {places.map(place => {
              const row = rows[place]
              if (row === undefined) return null
              const key = rowKey(row)
              return (
                <TableRow
                  key={key}
                  row={row}
                  rowId={key}
                  place={place}
                  topPx={place * rowHeightPx}
                  heightPx={rowHeightPx}
                  columns={columns}
                  tracks={tracks}
                  active={active?.place === place}
                  tabStop={(active?.place ?? 0) === place}
                  selected={selection?.has(key)}
                  open={props.openKey === key}
                  mark={props.markOf?.(row)}
                  opens={props.onOpen !== undefined}
                />
              )
            })}
          </div>
        </div>
      </div>
      <TableSlot
        state={state}
        rowCount={rows.length}
        columns={columns.length}
        empty={props.empty}
        loadingMore={props.loadingMore}
      />
    </div>
  )
}

const controls = 'a, button, input, select, textarea, label'

/** The place of the row an event fell on; null on a control inside it, which answers for itself. */
function placeUnder(target: EventTarget | null): number | null {
  if (!(target instanceof Element) || target.closest(controls)) return null
  const place = target.closest<HTMLElement>('[data-place]')?.dataset.place
  return place === undefined ? null : Number(place)
}

function useEndReached(lastDrawn: number, length: number, onEndReached: (() => void) | undefined): void {
  const reachedAt = useRef(-1)
  useEffect(() => {
    if (length === 0 || lastDrawn < length - nearEndRows || reachedAt.current === length) return
    reachedAt.current = length
    onEndReached?.()
  }, [lastDrawn, length, onEndReached])
}
