'use client'

import { Combobox as Base } from '@base-ui/react/combobox'
import { Icon } from '../display/icon.tsx'
import { formatCount } from '../time/format-quantity.ts'
import type { Option } from './option.ts'
import { itemLook } from './popup-looks.ts'

/** The options that fit what was typed; inside a combobox's root. */
export function OptionList({ emptyText = 'Nothing has this name.' }: { emptyText?: string | undefined }) {
  return (
    <>
      <Base.Empty className="text-muted text-xs">
        <p className="px-2.5 py-2">{emptyText}</p>
      </Base.Empty>
      <Base.List className="outline-none">
        {(option: Option) => (
          <Base.Item key={option.value} value={option} className={itemLook}>
            <span className="grid size-4 place-items-center text-accent">
              <Base.ItemIndicator>
                <Icon name="check" className="size-3.5" />
              </Base.ItemIndicator>
            </span>
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.label}</span>
              {option.hint && <span className="block pb-1 text-muted text-xs">{option.hint}</span>}
            </span>
            {option.count !== undefined && (
              <span className="text-muted text-xs tabular-nums">{formatCount(option.count)}</span>
            )}
          </Base.Item>
        )}
      </Base.List>
    </>
  )
}
