'use client'

import { Combobox as Base } from '@base-ui/react/combobox'
import { useId } from 'react'
import { usePopupContainer } from '../actions/popup-container.ts'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { controlLook } from './field-frame.tsx'
import type { Option } from './option.ts'
import { OptionList } from './option-list.tsx'
import { popupLook } from './popup-looks.ts'

interface ComboboxProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly options: readonly Option[]
  readonly placeholder?: string | undefined
  readonly hideLabel?: boolean | undefined
  readonly emptyText?: string | undefined
}

/** One of many, found by typing. */
export function Combobox(props: ComboboxProps) {
  const container = usePopupContainer()
  const { label, value, onChange, options, placeholder, hideLabel, emptyText } = props
  const id = useId()
  return (
    <Base.Root<Option>
      items={options}
      value={options.find(option => option.value === value) ?? null}
      onValueChange={next => onChange(next?.value ?? null)}
      isItemEqualToValue={(a, b) => a.value === b.value}
    >
      <div>
        <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block font-medium text-xs'}>
          {label}
        </label>
        <Base.InputGroup className="relative">
          <Base.Input
            id={id}
            aria-label={label}
            placeholder={placeholder ?? 'Type to find…'}
            spellCheck={false}
            className={classNames('h-8 pr-8 pl-2.5', controlLook)}
          />
          <Base.Trigger
            aria-label={`Show all of ${label}`}
            className="absolute inset-y-0 right-1 my-auto grid size-6 place-items-center rounded text-muted hover:text-ink"
          >
            <Icon name="chevron-down" className="size-3.5" />
          </Base.Trigger>
        </Base.InputGroup>
      </div>
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className={popupLook}>
            <OptionList emptyText={emptyText} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
