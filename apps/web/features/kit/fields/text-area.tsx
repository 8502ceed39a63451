'use client'

import type { KeyboardEvent } from 'react'
import { classNames } from '../display/class-names.ts'
import { chordOf } from '../shortcuts/match-keys.ts'
import { controlLook, FieldFrame, type FieldFrameProps } from './field-frame.tsx'

export interface TextAreaProps extends FieldFrameProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number | undefined
  readonly maxLength?: number | undefined
  readonly placeholder?: string | undefined
  readonly mono?: boolean | undefined
  readonly name?: string | undefined
  readonly autoFocus?: boolean | undefined
  /** Mod and enter. */
  readonly onSubmit?: (() => void) | undefined
}

export function TextArea(props: TextAreaProps) {
  const { value, onChange, onSubmit, mono, disabledReason, required } = props
  const onKeyDown = (event: KeyboardEvent) => {
    if (!onSubmit || chordOf(event) !== 'mod+enter') return
    event.preventDefault()
    onSubmit()
  }
  return (
    <FieldFrame {...props}>
      {({ id, describedBy, invalid }) => (
        <textarea
          id={id}
          value={value}
          onChange={event => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          aria-required={required || undefined}
          readOnly={Boolean(disabledReason)}
          rows={props.rows ?? 3}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
          name={props.name}
          // biome-ignore lint/a11y/noAutofocus: asked for by dialogs, whose first field has the focus.
          autoFocus={props.autoFocus}
          className={classNames(
            'resize-y px-2.5 py-1.5 read-only:bg-raised',
            controlLook,
            mono && 'font-mono',
          )}
        />
      )}
    </FieldFrame>
  )
}
