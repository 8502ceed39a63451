'use client'

import { memo, type ReactNode } from 'react'
import { classNames } from '../display/class-names.ts'
import type { Column } from './column.ts'
import { gridRoles, rowRole } from './grid-roles.ts'
import { GridRowContext } from './grid-row-context.ts'
import type { RowMark } from './row-mark.ts'

interface TableRowProps<Row> {
  readonly row: Row
  readonly rowId: string
  readonly place: number
  readonly topPx: number
  readonly heightPx: number
  readonly columns: readonly Column<Row>[]
  readonly tracks: string
  readonly active: boolean
  readonly tabStop: boolean
  /** Undefined where nothing can be selected. */
  readonly selected: boolean | undefined
  readonly open: boolean
  readonly mark: RowMark | undefined
  readonly opens: boolean
}

const markLooks: Readonly<Record<RowMark, string>> = {
  new: 'before:border-accent before:border-l-3',
  changed: 'before:border-info before:border-l-3 before:border-dashed',
  gone: 'text-muted line-through decoration-muted before:border-line-strong before:border-l-3 before:border-dotted',
}

function PlainRow<Row>(props: TableRowProps<Row>) {
  const { row, rowId, place, topPx, heightPx, columns, tracks, active, selected, open, mark } = props
  return (
    <div
      {...rowRole({ place, selected, open })}
      tabIndex={props.tabStop ? 0 : -1}
      data-row-key={rowId}
      data-active={active}
      style={{ transform: `translateY(${topPx}px)`, height: heightPx, gridTemplateColumns: tracks }}
      className={classNames(
        'absolute inset-x-0 top-0 scroll-mt-9 scroll-mb-16 grid items-center border-line border-b text-[0.8125rem] outline-offset-[-2px] before:pointer-events-none before:absolute before:inset-y-0 before:left-0',
        props.opens && 'cursor-pointer',
        selected ? 'bg-good-soft' : open ? 'bg-raised' : 'bg-surface hover:bg-raised',
        open && 'before:border-ink before:border-l-3',
        mark && markLooks[mark],
      )}
    >
      {selected !== undefined && <SelectMark selected={selected} mark={mark} />}
      <GridRowContext value={true}>
        <Cells row={row} columns={columns} />
      </GridRowContext>
    </div>
  )
}

/** Other rows may come and go by the hundred: a row whose data is the same is not drawn again. */
export const TableRow = memo(PlainRow) as typeof PlainRow

function SelectMark({ selected, mark }: { selected: boolean; mark: RowMark | undefined }) {
  return (
    <div {...gridRoles.cell} data-select-mark="" className="grid size-full cursor-pointer place-items-center">
      <span
        aria-hidden="true"
        className={classNames(
          'grid size-4 place-items-center rounded border text-on-accent',
          selected ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
        )}
      >
        {selected && (
          <svg
            viewBox="0 0 16 16"
            className="size-3"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            aria-hidden="true"
          >
            <path d="M3 8.5 6.5 12 13 4.5" />
          </svg>
        )}
      </span>
      <span className="sr-only">
        {selected ? 'selected' : 'not selected'}
        {mark ? `, ${mark}` : ''}
      </span>
    </div>
  )
}

function PlainCells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }): ReactNode {
  return columns.map(column => (
    <div
      key={column.id}
      {...gridRoles.cell}
      className={classNames(
        'min-w-0 overflow-hidden text-ellipsis whitespace-nowrap px-2.5',
        column.align === 'end' && 'text-right tabular-nums',
      )}
    >
      {column.cell(row)}
    </div>
  ))
}
const Cells = memo(PlainCells) as typeof PlainCells
