'use client'

import { Switch as Base } from '@base-ui/react/switch'
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
      <Base.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        readOnly={Boolean(disabledReason)}
        aria-describedby={told ? `${id}-told` : undefined}
        className="relative mt-0.5 flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-line-strong bg-raised px-0.5 transition-colors data-checked:border-accent data-readonly:cursor-not-allowed data-checked:bg-accent data-readonly:opacity-70"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-muted transition-transform data-checked:translate-x-4 data-checked:bg-on-accent" />
      </Base.Root>
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
