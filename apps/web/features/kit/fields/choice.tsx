'use client'

import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import type { Option } from './option.ts'

interface SegmentedChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly hideLabel?: boolean | undefined
}

/** One of two to five, all in sight. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  const { label, value, onChange, options, hideLabel } = props
  const id = useId()
  return (
    <div>
      <p id={id} className={hideLabel ? 'sr-only' : 'mb-1 font-medium text-xs'}>
        {label}
      </p>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={next => onChange(next as Value)}
        className="inline-flex rounded-lg border border-line-strong bg-raised p-0.5"
      >
        {options.map(option => (
          <Radio.Root
            key={option.value}
            value={option.value}
            aria-label={option.label}
            data-tip={option.hint}
            className="inline-flex h-6.5 cursor-pointer select-none items-center rounded-md px-2.5 font-medium text-muted text-xs hover:text-ink data-checked:bg-surface data-checked:text-ink data-checked:shadow-sm data-checked:ring-1 data-checked:ring-line-strong"
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  )
}
