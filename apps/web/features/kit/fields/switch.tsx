'use client'

import { useId } from 'react'

interface SwitchProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly hint?: string | undefined
  readonly disabledReason?: string | null | undefined
}

/** Takes effect at once; for what is sent later take a Checkbox. */
export function Switch({ label, checked, onChange, hint, disabledReason }: SwitchProps) {
  const id = useId()
  const told = disabledReason || hint
  return (
    <div className="flex min-h-6 items-start gap-2.5" data-tip={disabledReason || undefined}>
      <span className="relative mt-0.5 flex h-5 w-9 shrink-0">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={checked}
          aria-checked={checked}
          onChange={event => !disabledReason && onChange(event.target.checked)}
          aria-disabled={disabledReason ? true : undefined}
          aria-describedby={told ? `${id}-told` : undefined}
          className="peer absolute inset-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-raised transition-colors checked:border-accent checked:bg-accent focus-visible:rounded-full aria-disabled:cursor-not-allowed aria-disabled:opacity-70"
        />
        <span className="pointer-events-none relative my-auto ml-[3px] size-3.5 rounded-full bg-muted transition-transform peer-checked:translate-x-4 peer-checked:bg-on-accent" />
      </span>
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
    </div>
  )
}
