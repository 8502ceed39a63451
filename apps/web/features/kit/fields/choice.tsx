'use client'

import { useId } from 'react'
import type { Option } from './option.ts'

interface SegmentedChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly hideLabel?: boolean | undefined
}

/** One of two to five, all in sight: the browser's own radio buttons, each as large as what it is named by. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  const { label, value, onChange, options, hideLabel } = props
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className={hideLabel ? 'sr-only' : 'mb-1 font-medium text-xs'}>{label}</legend>
      <div className="inline-flex rounded-lg border border-line-strong bg-raised p-0.5">
        {options.map(option => (
          <label
            key={option.value}
            className="relative inline-flex h-6.5 select-none items-center whitespace-nowrap rounded-md px-2.5 font-medium text-muted text-xs hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-sm has-checked:ring-1 has-checked:ring-line-strong"
          >
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              data-tip={option.hint}
              className="absolute inset-0 cursor-pointer appearance-none rounded-md"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
