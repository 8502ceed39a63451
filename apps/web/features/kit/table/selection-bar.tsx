'use client'

import type { ReactNode } from 'react'
import { Button } from '../actions/button.tsx'
import { formatCount } from '../time/format-quantity.ts'

interface SelectionBarProps {
  readonly count: number
  readonly total?: number | undefined
  readonly onClear: () => void
  readonly children: ReactNode
}

/** What may be done with the selected rows; it stays in sight below the table. */
export function SelectionBar({ count, total, onClear, children }: SelectionBarProps) {
  if (count === 0) return null
  return (
    <section
      aria-label="Selected rows"
      className="sticky bottom-3 z-20 mt-3 flex flex-wrap items-center gap-2 rounded-xl border border-line-strong bg-surface px-3 py-2 shadow-lg"
    >
      <p className="mr-2 font-medium text-sm tabular-nums">
        {formatCount(count)}
        {total !== undefined && ` of ${formatCount(total)}`} selected
      </p>
      {children}
      <span className="ml-auto">
        <Button size="sm" variant="quiet" shortcut="esc" onClick={onClear}>
          Clear
        </Button>
      </span>
    </section>
  )
}
