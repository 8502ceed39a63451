'use client'

import type { KeyboardEvent } from 'react'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { controlLook, FieldFrame, type FieldFrameProps, type FieldIds } from './field-frame.tsx'
import type { Option } from './option.ts'
import type { SelectControlProps } from './select-control.tsx'
import { useLoaded } from './use-loaded.ts'

interface SelectProps<Value extends string> extends Omit<FieldFrameProps, 'required'> {
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly placeholder?: string | undefined
  readonly size?: 'sm' | 'md' | undefined
}

const shared =
  'inline-flex cursor-pointer items-center justify-between gap-2 pr-2 pl-2.5 text-left aria-disabled:cursor-not-allowed aria-disabled:bg-raised aria-disabled:text-muted'

/** One of a few; for more than about fifteen take a Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onChange, options, placeholder = 'Choose…', size = 'md', label, disabledReason } = props
  const look = classNames(shared, size === 'sm' ? 'h-7' : 'h-8', controlLook)
  return (
    <FieldFrame {...props}>
      {ids => (
        <Control
          {...ids}
          label={label}
          value={value}
          onChange={next => onChange(next as Value)}
          options={options}
          placeholder={placeholder}
          look={look}
          disabledReason={disabledReason}
        />
      )}
    </FieldFrame>
  )
}

const opening = new Set(['ArrowDown', 'ArrowUp'])

type ControlProps = SelectControlProps & FieldIds & Pick<FieldFrameProps, 'disabledReason'>

/** Looks like the select until it is opened first; only then its code is fetched. */
function Control({ disabledReason, ...control }: ControlProps) {
  const { loaded: Loaded, want, prepare } = useLoaded(() => import('./select-control.tsx'))
  if (Loaded && !disabledReason) return <Loaded {...control} />
  const chosen = control.options.find(option => option.value === control.value)
  const open = () => {
    if (!disabledReason) want()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!opening.has(event.key)) return
    event.preventDefault()
    open()
  }
  return (
    <button
      type="button"
      id={control.id}
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-controls={`${control.id}-list`}
      aria-label={control.label}
      aria-describedby={control.describedBy}
      aria-invalid={control.invalid}
      aria-disabled={Boolean(disabledReason) || undefined}
      data-tip={disabledReason || undefined}
      onFocus={prepare}
      onPointerEnter={prepare}
      onClick={open}
      onKeyDown={onKeyDown}
      className={control.look}
    >
      <span className={classNames('truncate', !chosen && 'text-muted')}>
        {chosen?.label ?? control.placeholder}
      </span>
      <Icon name="chevron-down" className="size-3.5 text-muted" />
    </button>
  )
}
