'use client'

import { type ReactNode, useId } from 'react'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'

export interface FieldFrameProps {
  readonly label: string
  readonly hideLabel?: boolean | undefined
  readonly hint?: string | undefined
  readonly error?: string | null | undefined
  readonly required?: boolean | undefined
  readonly disabledReason?: string | null | undefined
}

export interface FieldIds {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: true | undefined
}

/** The label above a control, and below it what is wrong, or what helps. */
export function FieldFrame(props: FieldFrameProps & { readonly children: (ids: FieldIds) => ReactNode }) {
  const { label, hideLabel, hint, error, required, disabledReason, children } = props
  const id = useId()
  const told = error || disabledReason || hint
  const describedBy = told ? `${id}-told` : undefined
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block font-medium text-xs'}>
        {label}
        {required && <span className="font-normal text-muted"> (required)</span>}
      </label>
      {children({ id, describedBy, invalid: error ? true : undefined })}
      {told && (
        <p
          id={describedBy}
          className={classNames(
            'mt-1 flex items-start gap-1 text-xs',
            error ? 'text-critical' : 'text-muted',
          )}
        >
          {error && <Icon name="alert" className="mt-px size-3.5" />}
          {told}
        </p>
      )}
    </div>
  )
}

export const controlLook =
  'w-full rounded-lg border border-line-strong bg-surface text-ink text-[0.8125rem] placeholder:text-muted aria-invalid:border-critical'
