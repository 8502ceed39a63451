'use client'

import { DoorField } from './door-field.tsx'

interface CodeFieldProps {
  readonly value: string
  readonly onChange: (code: string) => void
  /** Called once six digits are there. */
  readonly onFull: (code: string) => void
  readonly error?: string | undefined
}

const digits = 6

/** Six digits, typed, pasted with whatever stands between them, or filled in by the browser. */
export function CodeField({ value, onChange, onFull, error }: CodeFieldProps) {
  const change = (text: string) => {
    const code = text.replace(/\D/g, '').slice(0, digits)
    onChange(code)
    if (code.length === digits && code !== value) onFull(code)
  }
  return (
    <DoorField
      label="Code of six digits"
      name="code"
      value={value}
      onChange={change}
      autoComplete="one-time-code"
      inputMode="numeric"
      autoFocus
      wide
      error={error}
    />
  )
}
