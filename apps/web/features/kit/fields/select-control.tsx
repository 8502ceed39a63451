'use client'

import { Select as Base } from '@base-ui/react/select'
import { usePopupContainer } from '../actions/popup-container.ts'
import { Icon } from '../display/icon.tsx'
import { formatCount } from '../time/format-quantity.ts'
import type { FieldIds } from './field-frame.tsx'
import type { Option } from './option.ts'
import { itemLook, popupLook } from './popup-looks.ts'

export interface SelectControlProps extends FieldIds {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly options: readonly Option[]
  readonly placeholder: string
  readonly look: string
}

/** The select itself; it is open when it comes, since that is why it was fetched. */
export default function SelectControl(props: SelectControlProps) {
  const { id, describedBy, invalid, label, value, onChange, options, placeholder, look } = props
  const container = usePopupContainer()
  return (
    <Base.Root
      id={id}
      items={options}
      value={value}
      defaultOpen
      onValueChange={next => next !== null && onChange(next)}
    >
      <Base.Trigger aria-label={label} aria-describedby={describedBy} aria-invalid={invalid} className={look}>
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
