'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { chordOf } from '../shortcuts/match-keys.ts'
import { type Column, tableLeastWidth, tableTracks } from './column.ts'
import { gridCommand } from './grid-command.ts'
import { gridRole, gridRoles } from './grid-roles.ts'
import type { RowMark } from './row-mark.ts'
import { type Selection, shownState } from './selection.ts'
import { TableHeader } from './table-header.tsx'
import { TableRow } from './table-row.tsx'
import { TableSlot, type TableState } from './table-slot.tsx'
import { useGrid } from './use-grid.ts'
import { useGridShortcuts } from './use-grid-shortcuts.ts'
import { useKeptFocus } from './use-kept-focus.ts'

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
const overscanRows = 8
const nearEndRows = 12

/** A virtualised grid: one tab stop, moved by keys; focus and selection follow the rows' keys. */
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
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: overscanRows,
    scrollMargin: headerPx,
    useFlushSync: false,
    initialRect: { width: 0, height: 480 },
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) =>
      placesToDraw({ startIndex, endIndex, overscan, count }, active?.place),
  })
  const items = virtual.getVirtualItems()
  useEndReached(
    items.findLast(item => item.index !== active?.place)?.index ?? -1,
    rows.length,
    props.onEndReached,
  )

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
            {items.map(({ index }) => {
              const row = rows[index]
              if (row === undefined) return null
              const key = rowKey(row)
              return (
                <TableRow
                  key={key}
                  row={row}
                  rowId={key}
                  place={index}
                  topPx={index * rowHeightPx}
                  heightPx={rowHeightPx}
                  columns={columns}
                  tracks={tracks}
                  active={active?.place === index}
                  tabStop={(active?.place ?? 0) === index}
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

interface DrawnRange {
  readonly startIndex: number
  readonly endIndex: number
  readonly overscan: number
  readonly count: number
}

/** What is seen and a little around it, and always the active row, so that it keeps the focus. */
function placesToDraw(
  { startIndex, endIndex, overscan, count }: DrawnRange,
  active: number | undefined,
): number[] {
  const first = Math.max(0, startIndex - overscan)
  const last = Math.min(count - 1, endIndex + overscan)
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset)
  if (active === undefined || active >= count || (active >= first && active <= last)) return places
  return active < first ? [active, ...places] : [...places, active]
}

function useEndReached(lastDrawn: number, length: number, onEndReached: (() => void) | undefined): void {
  const reachedAt = useRef(-1)
  useEffect(() => {
    if (length === 0 || lastDrawn < length - nearEndRows || reachedAt.current === length) return
    reachedAt.current = length
    onEndReached?.()
  }, [lastDrawn, length, onEndReached])
}
