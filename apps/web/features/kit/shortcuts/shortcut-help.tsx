'use client'

import DialogPopup from '../dialogs/dialog-popup.tsx'
import { Kbd } from '../display/kbd.tsx'
import type { HeldShortcut } from './shortcut-registry.ts'

interface ShortcutHelpProps {
  readonly held: readonly HeldShortcut[]
  readonly onClose: () => void
}

const usualGroup = 'This page'

/** The keys that hold on the page, by group; of two with the same keys the one that answers. */
export default function ShortcutHelp({ held, onClose }: ShortcutHelpProps) {
  const taken = new Set<string>()
  const answering = held.filter(({ bindings }) => {
    const free = bindings.some(binding => !taken.has(binding))
    for (const binding of bindings) taken.add(binding)
    return free
  })
  const groups = Map.groupBy(answering.toReversed(), shortcut => shortcut.group ?? usualGroup)
  return (
    <DialogPopup open onOpenChange={open => !open && onClose()} title="Keys of this page" size="lg">
      <div className="columns-1 gap-8 sm:columns-2">
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="eyebrow mb-1">{group}</h3>
            <ul>
              {shortcuts.map(({ id, label, bindings, disabledReason }) => (
                <li
                  key={id}
                  className="flex items-center justify-between gap-4 border-line border-b py-1.5 text-sm"
                >
                  <span className="min-w-0">
                    {label}
                    {disabledReason && <span className="block text-muted text-xs">{disabledReason}</span>}
                  </span>
                  <span className="flex shrink-0 gap-2 text-muted">
                    {bindings.map(binding => (
                      <Kbd key={binding} keys={binding} />
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </DialogPopup>
  )
}
