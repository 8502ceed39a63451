'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Icon } from '../display/icon.tsx'
import { Kbd } from '../display/kbd.tsx'
import { findEntries, type PaletteEntry, type PaletteQuery } from './palette-entry.ts'
import { ShortcutLayer } from './shortcut-layer.tsx'
import type { HeldShortcut } from './shortcut-registry.ts'
import { usePaletteQuery } from './use-palette-query.ts'

interface CommandPaletteProps {
  readonly held: readonly HeldShortcut[]
  readonly pages: readonly PaletteEntry[]
  readonly onQuery: PaletteQuery | undefined
  readonly onClose: () => void
}

const entryOf = ({ id, label, group, bindings, run, disabledReason }: HeldShortcut): PaletteEntry => ({
  id: `command:${id}`,
  label,
  group: group ?? 'This page',
  keys: bindings[0],
  ...(disabledReason ? { hint: disabledReason } : { run }),
})

/** Everything that can be done or gone to, by typing a part of its name. */
export default function CommandPalette({ held, pages, onQuery, onClose }: CommandPaletteProps) {
  const router = useRouter()
  const [text, setText] = useState('')
  const found = usePaletteQuery(text, onQuery)
  const commands = held.filter(shortcut => shortcut.inPalette !== false).map(entryOf)
  const known = findEntries([...commands, ...pages.map(page => ({ group: 'Go to', ...page }))], text)
  const entries = [...known, ...found.entries]
  const take = (entry: PaletteEntry) => {
    if (!entry.run && !entry.href) return
    onClose()
    if (entry.href) router.push(entry.href)
    // The dialog gives the focus back first, so that what runs may take it.
    else requestAnimationFrame(() => entry.run?.())
  }
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-black/45" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center px-4 pt-[12dvh]">
          <Dialog.Popup
            aria-label="Command palette"
            className="flex max-h-[min(32rem,76dvh)] w-full max-w-xl flex-col overflow-hidden rounded-2xl border border-line-strong bg-surface text-ink shadow-2xl outline-none"
          >
            <ShortcutLayer>
              <Autocomplete.Root
                open
                inline
                items={entries}
                filter={null}
                value={text}
                onValueChange={setText}
                itemToStringValue={(entry: PaletteEntry) => entry.label}
                autoHighlight="always"
                keepHighlight
              >
                <div className="flex items-center gap-2.5 border-line border-b px-4 text-muted">
                  <Icon name="search" />
                  <Autocomplete.Input
                    aria-label="Search commands and pages"
                    placeholder="What do you want to do?"
                    className="h-12 w-full bg-transparent text-ink text-sm outline-none placeholder:text-muted"
                  />
                </div>
                <Autocomplete.Empty className="px-4 text-muted text-sm">
                  <p className="py-6 empty:hidden">
                    {found.state === 'asking' ? 'Searching…' : 'Nothing has this name.'}
                  </p>
                </Autocomplete.Empty>
                <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto p-1.5 outline-none">
                  {(entry: PaletteEntry) => (
                    <Autocomplete.Item
                      key={entry.id}
                      value={entry}
                      onClick={() => take(entry)}
                      className="flex min-h-9 cursor-pointer select-none items-center gap-3 rounded-lg px-2.5 text-sm outline-none data-highlighted:bg-raised"
                    >
                      <span className="min-w-0 flex-1">
                        <span className="block truncate">{entry.label}</span>
                        {entry.hint && (
                          <span className="block truncate text-muted text-xs">{entry.hint}</span>
                        )}
                      </span>
                      <span className="shrink-0 text-muted text-xs">{entry.group}</span>
                      {entry.keys && <Kbd keys={entry.keys} />}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.List>
                {found.state === 'failed' && (
                  <p role="status" className="border-line border-t px-4 py-2 text-caution text-xs">
                    The search did not answer; these are the commands and pages alone.
                  </p>
                )}
              </Autocomplete.Root>
            </ShortcutLayer>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
