'use client'

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { useId } from 'react'
import { Icon } from '../display/icon.tsx'

interface CheckboxProps {
  readonly label: string
  readonly checked: boolean | 'mixed'
  readonly onChange: (checked: boolean) => void
  readonly hideLabel?: boolean | undefined
  readonly hint?: string | undefined
  readonly disabledReason?: string | null | undefined
}

export function Checkbox({ label, checked, onChange, hideLabel, hint, disabledReason }: CheckboxProps) {
  const id = useId()
  const told = disabledReason || hint
  return (
    <div className="flex min-h-6 items-start gap-2" data-tip={disabledReason || undefined}>
      <Base.Root
        id={id}
        checked={checked === true}
        indeterminate={checked === 'mixed'}
        onCheckedChange={onChange}
        readOnly={Boolean(disabledReason)}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={told && !hideLabel ? `${id}-told` : undefined}
        className="relative mt-1 grid size-4 shrink-0 cursor-pointer place-items-center rounded border border-line-strong bg-surface text-on-accent after:absolute after:-inset-1 data-checked:border-accent data-indeterminate:border-accent data-readonly:cursor-not-allowed data-checked:bg-accent data-indeterminate:bg-accent data-readonly:opacity-70"
      >
        <Base.Indicator>
          <Icon name={checked === 'mixed' ? 'minus' : 'check'} className="size-3" />
        </Base.Indicator>
      </Base.Root>
      {!hideLabel && (
        <span className="text-[0.8125rem] leading-6">
          <label htmlFor={id} className="cursor-pointer">
            {label}
          </label>
          {told && (
            <span id={`${id}-told`} className="block text-muted text-xs">
              {told}
            </span>
          )}
        </span>
      )}
    </div>
  )
}
