'use client'

import type { HTMLInputTypeAttribute, InputHTMLAttributes, Ref } from 'react'
import { classNames } from '../display/class-names.ts'
import { controlLook, FieldFrame, type FieldFrameProps } from './field-frame.tsx'

export interface TextFieldProps extends FieldFrameProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: HTMLInputTypeAttribute | undefined
  readonly maxLength?: number | undefined
  readonly placeholder?: string | undefined
  readonly autoComplete?: string | undefined
  readonly inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode']
  readonly mono?: boolean | undefined
  readonly name?: string | undefined
  readonly autoFocus?: boolean | undefined
  readonly inputRef?: Ref<HTMLInputElement> | undefined
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, mono, disabledReason, required, inputRef, type = 'text' } = props
  return (
    <FieldFrame {...props}>
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          ref={inputRef}
          type={type}
          value={value}
          onChange={event => onChange(event.target.value)}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          aria-required={required || undefined}
          readOnly={Boolean(disabledReason)}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
          autoComplete={props.autoComplete ?? 'off'}
          inputMode={props.inputMode}
          name={props.name}
          // biome-ignore lint/a11y/noAutofocus: asked for by dialogs, whose first field has the focus.
          autoFocus={props.autoFocus}
          spellCheck={false}
          className={classNames('h-8 px-2.5 read-only:bg-raised', controlLook, mono && 'font-mono')}
        />
      )}
    </FieldFrame>
  )
}
