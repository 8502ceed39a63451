'use client'

import { Combobox } from '@base-ui/react/combobox'
import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import { Button } from '../actions/button.tsx'
import { usePopupContainer } from '../actions/popup-container.ts'
import { classNames } from '../display/class-names.ts'
import { controlLook } from '../fields/field-frame.tsx'
import type { Option } from '../fields/option.ts'
import { OptionList } from '../fields/option-list.tsx'
import { TextField } from '../fields/text-field.tsx'
import type { FilterField, FilterValue } from './filter-field.ts'
import { TimeRangeEditor } from './time-range-editor.tsx'

interface EditorProps {
  readonly value: FilterValue
  readonly onChange: (value: FilterValue) => void
  readonly onClose: () => void
}

interface FilterPopoverProps extends EditorProps {
  readonly field: FilterField
  readonly anchor: HTMLElement
}

/** What a field is filtered by, below its button. */
export default function FilterPopover({ field, anchor, ...editor }: FilterPopoverProps) {
  const container = usePopupContainer()
  return (
    <Popover.Root open onOpenChange={open => !open && editor.onClose()}>
      <Popover.Portal container={container}>
        <Popover.Positioner anchor={anchor} sideOffset={4} align="start" className="z-40">
          <Popover.Popup
            aria-label={field.label}
            finalFocus={() => anchor}
            className="w-72 max-w-[calc(100vw-2rem)] rounded-xl border border-line-strong bg-surface p-2 text-ink shadow-xl outline-none"
          >
            <Editor key={field.name} field={field} {...editor} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Editor({ field, ...editor }: EditorProps & { readonly field: FilterField }) {
  if (field.kind === 'time-range') return <TimeRangeEditor {...editor} />
  if (field.kind === 'text') return <TextEditor field={field} {...editor} />
  return <OptionsEditor field={field} {...editor} />
}

type TextFilterField = Extract<FilterField, { kind: 'text' }>

function TextEditor({ field, value, onChange, onClose }: EditorProps & { readonly field: TextFilterField }) {
  const [text, setText] = useState(typeof value === 'string' ? value : '')
  return (
    <form
      className="grid gap-2 p-1"
      onSubmit={event => {
        event.preventDefault()
        onChange(text.trim())
        onClose()
      }}
    >
      <TextField
        label={field.label}
        value={text}
        onChange={setText}
        placeholder={field.placeholder}
        mono={field.mono}
        autoFocus
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" size="sm" shortcut="enter">
          Apply
        </Button>
      </div>
    </form>
  )
}

type OptionsField = Extract<FilterField, { kind: 'choice' | 'many' }>

function OptionsEditor({ field, value, onChange, onClose }: EditorProps & { readonly field: OptionsField }) {
  const many = field.kind === 'many'
  const chosen = typeof value === 'string' ? [value] : (value ?? [])
  const take = (next: readonly Option[]) => {
    const values = next.map(option => option.value)
    if (many) return onChange(values)
    onChange(values.at(-1))
    onClose()
  }
  return (
    <Combobox.Root<Option, true>
      inline
      open
      multiple
      items={field.options}
      value={field.options.filter(option => chosen.includes(option.value))}
      onValueChange={take}
      isItemEqualToValue={(a, b) => a.value === b.value}
      autoHighlight
    >
      <Combobox.Input
        aria-label={`Find in ${field.label}`}
        placeholder="Type to find…"
        className={classNames('mb-1.5 h-8 px-2.5', controlLook)}
      />
      <div className="max-h-72 overflow-y-auto overscroll-contain">
        <OptionList />
      </div>
    </Combobox.Root>
  )
}
