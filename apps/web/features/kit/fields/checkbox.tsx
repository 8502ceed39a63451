'use client'

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

/** The browser's own checkbox; what is disabled can still be come to, and says why. */
export function Checkbox({ label, checked, onChange, hideLabel, hint, disabledReason }: CheckboxProps) {
  const id = useId()
  const told = disabledReason || hint
  const isMixed = checked === 'mixed'
  return (
    <div className="flex min-h-6 items-start gap-2" data-tip={disabledReason || undefined}>
      <span className="relative mt-1 grid size-4 shrink-0">
        <input
          ref={box => {
            if (box) box.indeterminate = isMixed
          }}
          id={id}
          type="checkbox"
          checked={checked === true}
          onChange={event => !disabledReason && onChange(event.target.checked)}
          aria-disabled={disabledReason ? true : undefined}
          aria-label={hideLabel ? label : undefined}
          aria-describedby={told && !hideLabel ? `${id}-told` : undefined}
          className="peer absolute -inset-1 cursor-pointer appearance-none rounded outline-offset-0 aria-disabled:cursor-not-allowed"
        />
        <span className="pointer-events-none relative grid size-4 place-items-center rounded border border-line-strong bg-surface text-on-accent *:invisible peer-checked:border-accent peer-checked:bg-accent peer-checked:*:visible peer-indeterminate:border-accent peer-indeterminate:bg-accent peer-indeterminate:*:visible peer-aria-disabled:opacity-70">
          <Icon name={isMixed ? 'minus' : 'check'} className="size-3" />
        </span>
      </span>
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
