'use client'

import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { formatCount } from '../time/format-quantity.ts'
import { tabAfter } from './tab-after.ts'

interface TabsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly tabs: readonly {
    readonly value: Value
    readonly label: string
    readonly count?: number | undefined
    readonly panel: ReactNode
  }[]
}

/**
 * Only the chosen panel is there. Arrows, Home and End move among the tabs; Enter and Space choose, since a panel may
 * have to be fetched.
 */
export function Tabs<Value extends string>({ label, value, onChange, tabs }: TabsProps<Value>) {
  const id = useId()
  const chosen = tabs.find(tab => tab.value === value)
  return (
    <div>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={moveAmongTabs}
        className="flex gap-1 overflow-x-auto overflow-y-hidden border-line border-b"
      >
        {tabs.map(tab => (
          <button
            key={tab.value}
            id={`${id}-${tab.value}`}
            type="button"
            role="tab"
            aria-selected={tab.value === value}
            aria-controls={tab.value === value ? `${id}-panel` : undefined}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
            className="inline-flex h-9 cursor-pointer select-none items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-3 font-medium text-[0.8125rem] text-muted outline-offset-[-2px] hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="rounded bg-raised px-1 text-muted text-xs tabular-nums">
                {formatCount(tab.count)}
              </span>
            )}
          </button>
        ))}
      </div>
      {chosen && (
        <div
          key={value}
          id={`${id}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-${value}`}
          className="pt-4 outline-offset-4"
        >
          {chosen.panel}
        </div>
      )}
    </div>
  )
}

function moveAmongTabs(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')]
  const place = all.indexOf(document.activeElement as HTMLElement)
  const next = tabAfter(event.key, place, all.length)
  if (next === undefined) return
  event.preventDefault()
  all[next]?.focus()
}
