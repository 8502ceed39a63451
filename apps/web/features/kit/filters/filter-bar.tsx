'use client'

import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { Icon } from '../display/icon.tsx'
import { SearchField } from '../fields/search-field.tsx'
import { useShortcut } from '../shortcuts/use-shortcut.ts'
import { useZone } from '../time/use-zone.ts'
import { describeFilter, type FilterField, type FilterValues, withValue } from './filter-field.ts'

const FilterPopover = lazy(() => import('./filter-popover.tsx'))

interface FilterBarProps {
  readonly fields: readonly FilterField[]
  readonly values: FilterValues
  readonly onChange: (next: FilterValues) => void
  /** Focuses the first of its controls. */
  readonly shortcut?: string | undefined
  /** Stands at the right: saved views, what is new. */
  readonly children?: ReactNode
}

interface Opened {
  readonly field: FilterField
  readonly anchor: HTMLElement
}

/** The filter of a list: a control for each field, and a chip for each that is set. */
export function FilterBar({ fields, values, onChange, shortcut = 'f', children }: FilterBarProps) {
  const bar = useRef<HTMLElement>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const main = fields.find(field => field.kind === 'text' && field.main)
  const others = fields.filter(field => field !== main)
  const set = others.filter(field => values[field.name] !== undefined)
  useShortcut({
    keys: shortcut,
    label: 'Filter',
    group: 'List',
    run: () => bar.current?.querySelector<HTMLElement>('input, button')?.focus(),
  })
  const open = (field: FilterField, anchor: HTMLElement) =>
    setOpened(before => (before?.field === field ? null : { field, anchor }))
  const mainText = main ? values[main.name] : undefined
  return (
    <search ref={bar} aria-label="Filter" className="mb-3 grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {main && (
          <div className="flex min-w-56 max-w-96 flex-1">
            <SearchField
              label={main.label}
              value={typeof mainText === 'string' ? mainText : ''}
              onChange={text => onChange(withValue(values, main.name, text))}
              placeholder={main.kind === 'text' ? main.placeholder : undefined}
            />
          </div>
        )}
        {others.map(field => (
          <Button
            key={field.name}
            aria-haspopup="dialog"
            aria-expanded={opened?.field === field}
            onClick={event => open(field, event.currentTarget)}
            className={values[field.name] === undefined ? '' : 'border-accent!'}
          >
            {field.label}
            <Icon name="chevron-down" className="size-3.5 text-muted" />
          </Button>
        ))}
        <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
      </div>
      <Chips
        fields={set}
        values={values}
        onChange={onChange}
        clearable={set.length > 0 || Boolean(mainText)}
      />
      {opened && (
        <Suspense>
          <FilterPopover
            {...opened}
            value={values[opened.field.name]}
            onChange={value => onChange(withValue(values, opened.field.name, value))}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </search>
  )
}

interface ChipsProps extends Omit<FilterBarProps, 'children' | 'shortcut'> {
  readonly clearable: boolean
}

function Chips({ fields, values, onChange, clearable }: ChipsProps) {
  const { formatAt } = useZone()
  if (!clearable) return null
  return (
    <ul aria-label="Filters that are set" className="flex flex-wrap items-center gap-1.5">
      {fields.map(field => {
        const text = describeFilter(field, values[field.name], formatAt)
        return (
          <li
            key={field.name}
            className="flex h-6 max-w-full items-center rounded-md bg-info-soft pl-2 text-info text-xs"
          >
            <span className="truncate">{text}</span>
            <button
              type="button"
              aria-label={`Remove ${text}`}
              onClick={() => onChange(withValue(values, field.name, undefined))}
              className="grid size-6 shrink-0 place-items-center rounded-md hover:bg-surface"
            >
              <Icon name="cross" className="size-3" />
            </button>
          </li>
        )
      })}
      <li>
        <button
          type="button"
          onClick={() => onChange({})}
          className="h-6 rounded-md px-1.5 text-muted text-xs underline hover:text-ink"
        >
          Clear all
        </button>
      </li>
    </ul>
  )
}
