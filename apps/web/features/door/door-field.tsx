'use client'

import { type ChangeEvent, useState } from 'react'
import { classNames } from '../kit/display/class-names.ts'
import { controlLook, FieldFrame, type FieldFrameProps } from '../kit/fields/field-frame.tsx'

interface DoorFieldProps extends FieldFrameProps {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoComplete: string
  readonly type?: 'email' | 'password' | 'text'
  readonly autoFocus?: boolean
  readonly inputMode?: 'numeric' | 'email' | 'text'
  readonly wide?: boolean
}

/** A field of the door, large enough for a thumb; a password may be looked at. */
export function DoorField(props: DoorFieldProps) {
  const { name, value, onChange, autoComplete, type = 'text', autoFocus, inputMode, wide } = props
  const [seen, setSeen] = useState(false)
  const isPassword = type === 'password'
  const change = (event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value)
  return (
    <FieldFrame {...props}>
      {({ id, describedBy, invalid }) => (
        <div className="relative">
          <input
            id={id}
            name={name}
            type={isPassword && seen ? 'text' : type}
            value={value}
            onChange={change}
            autoComplete={autoComplete}
            inputMode={inputMode}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            aria-required
            // biome-ignore lint/a11y/noAutofocus: the page is this form alone.
            autoFocus={autoFocus}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            className={classNames(
              'h-10 px-3',
              controlLook,
              'text-base! sm:text-sm!',
              isPassword && 'pr-16',
              wide && 'text-center font-mono text-2xl! tracking-[0.35em]',
            )}
          />
          {isPassword && (
            <button
              type="button"
              aria-pressed={seen}
              aria-label="Show what is typed"
              onClick={() => setSeen(!seen)}
              className="absolute inset-y-1 right-1 min-w-12 rounded-md px-2 font-medium text-muted text-xs hover:bg-raised hover:text-ink"
            >
              {seen ? 'Hide' : 'Show'}
            </button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}
