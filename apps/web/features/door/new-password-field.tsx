'use client'

import { DoorField } from './door-field.tsx'
import { leastPasswordChars, strengthOf } from './password-strength.ts'

interface NewPasswordFieldProps {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
}

const bars = { short: 0, fair: 1, good: 2, strong: 3 } as const
const steps = ['fair', 'good', 'strong'] as const

/** A password to be chosen, with how good it is. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { level, text } = strengthOf(props.value)
  const hint = props.value === '' ? `${leastPasswordChars} characters or more; a few words do well.` : text
  return (
    <div>
      <DoorField {...props} type="password" autoComplete="new-password" hint={hint} />
      <div className="mt-2 grid grid-cols-3 gap-1.5" aria-hidden="true">
        {steps.map((step, n) => (
          <span key={step} className={`h-1 rounded-full ${n < bars[level] ? 'bg-accent' : 'bg-line'}`} />
        ))}
      </div>
    </div>
  )
}
