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

interface MultiSelectProps {
  readonly label: string
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  readonly options: readonly Option[]
  readonly placeholder?: string | undefined
  readonly hideLabel?: boolean | undefined
}

/** Several of many. */
export function MultiSelect({ label, values, onChange, options, placeholder, hideLabel }: MultiSelectProps) {
  const container = usePopupContainer()
  const id = useId()
  return (
    <Base.Root<Option, true>
      multiple
      items={options}
      value={options.filter(option => values.includes(option.value))}
      onValueChange={next => onChange(next.map(option => option.value))}
      isItemEqualToValue={(a, b) => a.value === b.value}
      onOpenChange={(open, details) => {
        if (!open && details.reason === 'item-press') details.cancel()
      }}
    >
      <div>
        <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block font-medium text-xs'}>
          {label}
        </label>
        <Base.InputGroup
          className={classNames(
            'flex min-h-8 flex-wrap items-center gap-1 p-1 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2',
            controlLook,
          )}
        >
          <Base.Chips className="contents">
            <Base.Value>
              {(chosen: readonly Option[]) =>
                chosen.map(option => (
                  <Base.Chip
                    key={option.value}
                    aria-label={option.label}
                    className="flex h-6 items-center rounded bg-raised pl-1.5 text-xs data-highlighted:bg-info-soft"
                  >
                    {option.label}
                    <Base.ChipRemove
                      aria-label={`Remove ${option.label}`}
                      className="grid size-6 place-items-center rounded text-muted hover:text-ink"
                    >
                      <Icon name="cross" className="size-3" />
                    </Base.ChipRemove>
                  </Base.Chip>
                ))
              }
            </Base.Value>
            <Base.Input
              id={id}
              aria-label={label}
              placeholder={values.length === 0 ? (placeholder ?? 'Any') : ''}
              className="h-6 min-w-16 flex-1 bg-transparent px-1.5 outline-none placeholder:text-muted"
            />
          </Base.Chips>
        </Base.InputGroup>
      </div>
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className={popupLook}>
            <OptionList />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
