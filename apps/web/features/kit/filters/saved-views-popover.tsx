'use client'

import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '../actions/button.tsx'
import { usePopupContainer } from '../actions/popup-container.ts'
import { Badge } from '../display/badge.tsx'
import { Icon } from '../display/icon.tsx'
import { Checkbox } from '../fields/checkbox.tsx'
import { TextField } from '../fields/text-field.tsx'
import { type SavedView, type SavedViewsMenuProps, sameQuery } from './saved-view.ts'

interface SavedViewsPopoverProps extends SavedViewsMenuProps {
  readonly anchor: HTMLElement
  readonly onClose: () => void
}

const mostNameChars = 80

export default function SavedViewsPopover(props: SavedViewsPopoverProps) {
  const container = usePopupContainer()
  const { views, current, anchor, onClose, onApply, onRemove } = props
  return (
    <Popover.Root open onOpenChange={open => !open && onClose()}>
      <Popover.Portal container={container}>
        <Popover.Positioner anchor={anchor} sideOffset={4} align="end" className="z-40">
          <Popover.Popup
            finalFocus={() => anchor}
            className="w-80 max-w-[calc(100vw-2rem)] rounded-xl border border-line-strong bg-surface p-2 text-ink shadow-xl outline-none"
          >
            <Popover.Title className="px-1.5 pt-1 pb-2 font-semibold text-sm">Saved views</Popover.Title>
            {views.length === 0 && (
              <p className="px-1.5 pb-2 text-muted text-xs">None yet. Set a filter and save it below.</p>
            )}
            <ul className="max-h-64 overflow-y-auto">
              {views.map(view => (
                <ViewLine
                  key={view.id}
                  view={view}
                  applied={sameQuery(view.query, current)}
                  onApply={() => {
                    onApply(view)
                    onClose()
                  }}
                  onRemove={() => onRemove(view)}
                />
              ))}
            </ul>
            <SaveForm {...props} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface ViewLineProps {
  readonly view: SavedView
  readonly applied: boolean
  readonly onApply: () => void
  readonly onRemove: () => void
}

function ViewLine({ view, applied, onApply, onRemove }: ViewLineProps) {
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        onClick={onApply}
        aria-current={applied || undefined}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-lg px-1.5 text-left text-[0.8125rem] hover:bg-raised"
      >
        <span className="grid size-4 place-items-center text-accent">
          {applied && <Icon name="check" className="size-3.5" />}
        </span>
        <span className="min-w-0 flex-1 truncate">{view.name}</span>
        {view.shared && <Badge>shared</Badge>}
      </button>
      <IconButton
        label={`Remove ${view.name}`}
        size="sm"
        icon={<Icon name="cross" className="size-3.5" />}
        disabledReason={view.mine ? null : 'Only who saved it can remove it'}
        onClick={onRemove}
      />
    </li>
  )
}

function SaveForm({ onSave, pending, error, saveDisabledReason }: SavedViewsMenuProps) {
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const trimmed = name.trim()
  const reason = saveDisabledReason || (trimmed === '' ? 'Give it a name first' : null)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (reason === null && !pending) onSave(trimmed, shared)
  }
  return (
    <form onSubmit={save} className="mt-2 grid gap-2 border-line border-t px-1.5 pt-2.5 pb-1">
      <TextField
        label="Save the filter as it is now"
        value={name}
        onChange={setName}
        maxLength={mostNameChars}
        error={error}
        placeholder="Name"
      />
      <div className="flex items-center justify-between gap-2">
        <Checkbox label="For everybody" checked={shared} onChange={setShared} />
        <Button type="submit" size="sm" variant="primary" pending={pending} disabledReason={reason}>
          Save
        </Button>
      </div>
    </form>
  )
}
