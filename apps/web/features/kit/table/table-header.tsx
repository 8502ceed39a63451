'use client'

import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import type { Column } from './column.ts'
import { gridRoles, headerRole, headerRowRole } from './grid-roles.ts'
import type { ShownState } from './selection.ts'

interface TableHeaderProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly tracks: string
  readonly heightPx: number
  /** Undefined where nothing can be selected. */
  readonly shown: ShownState | undefined
  readonly onToggleShown: () => void
}

export function TableHeader<Row>({ columns, tracks, heightPx, shown, onToggleShown }: TableHeaderProps<Row>) {
  return (
    <div {...gridRoles.body} className="sticky top-0 z-10">
      <div
        {...headerRowRole}
        style={{ gridTemplateColumns: tracks, height: heightPx }}
        className="grid items-center border-line border-b bg-raised font-medium text-muted text-xs"
      >
        {shown !== undefined && <ShownBox shown={shown} onToggle={onToggleShown} />}
        {columns.map(column => (
          <HeaderCell key={column.id} column={column} />
        ))}
      </div>
    </div>
  )
}

function ShownBox({ shown, onToggle }: { shown: ShownState; onToggle: () => void }) {
  return (
    <div {...gridRoles.header} className="grid size-full place-items-center">
      <label className="grid size-6 cursor-pointer place-items-center">
        <input
          type="checkbox"
          aria-label="Select all rows shown"
          checked={shown === 'all'}
          ref={box => {
            if (box) box.indeterminate = shown === 'some'
          }}
          onChange={onToggle}
          className="size-4 accent-accent"
        />
      </label>
    </div>
  )
}

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const end = column.align === 'end'
  return (
    <div {...headerRole(column.sort)} className={classNames('min-w-0 truncate px-2.5', end && 'text-right')}>
      {column.onSort ? (
        <button
          type="button"
          onClick={column.onSort}
          className="inline-flex h-6 items-center gap-1 rounded font-medium hover:text-ink"
        >
          {column.header}
          {column.sort !== undefined && column.sort !== 'none' && (
            <Icon name={column.sort === 'asc' ? 'arrow-up' : 'arrow-down'} className="size-3" />
          )}
        </button>
      ) : (
        column.header
      )}
    </div>
  )
}
