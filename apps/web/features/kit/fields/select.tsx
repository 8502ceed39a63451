'use client'

import { Select as Base } from '@base-ui/react/select'
import { usePopupContainer } from '../actions/popup-container.ts'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { formatCount } from '../time/format-quantity.ts'
import { controlLook, FieldFrame, type FieldFrameProps } from './field-frame.tsx'
import type { Option } from './option.ts'
import { itemLook, popupLook } from './popup-looks.ts'

interface SelectProps<Value extends string> extends Omit<FieldFrameProps, 'required'> {
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly placeholder?: string | undefined
  readonly size?: 'sm' | 'md' | undefined
}

/** One of a few; for more than about fifteen take a Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const container = usePopupContainer()
  const { value, onChange, options, placeholder = 'Choose…', size = 'md', label, disabledReason } = props
  return (
    <FieldFrame {...props}>
      {({ id, describedBy, invalid }) => (
        <Base.Root<Value>
          id={id}
          items={options}
          value={value}
          readOnly={Boolean(disabledReason)}
          onValueChange={next => next !== null && onChange(next)}
        >
          <Base.Trigger
            aria-label={label}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            data-tip={disabledReason || undefined}
            className={classNames(
              'inline-flex cursor-pointer items-center justify-between gap-2 pr-2 pl-2.5 text-left data-readonly:cursor-not-allowed data-readonly:bg-raised data-readonly:text-muted',
              size === 'sm' ? 'h-7' : 'h-8',
              controlLook,
            )}
          >
            <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-muted" />
            <Icon name="chevron-down" className="size-3.5 text-muted" />
          </Base.Trigger>
          <Base.Portal container={container}>
            <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
              <Base.Popup className={popupLook}>
                <Base.List>
                  {options.map(option => (
                    <Base.Item key={option.value} value={option.value} className={itemLook}>
                      <OptionText option={option} />
                    </Base.Item>
                  ))}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </FieldFrame>
  )
}

function OptionText({ option }: { option: Option }) {
  return (
    <>
      <span className="grid size-4 place-items-center text-accent">
        <Base.ItemIndicator>
          <Icon name="check" className="size-3.5" />
        </Base.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
        {option.hint && <span className="block pb-1 text-muted text-xs">{option.hint}</span>}
      </span>
      {option.count !== undefined && (
        <span className="text-muted text-xs tabular-nums">{formatCount(option.count)}</span>
      )}
    </>
  )
}
