'use client'

import { Dialog } from '@base-ui/react/dialog'
import { ShortcutLayer } from '../shortcuts/shortcut-layer.tsx'
import type { DetailDrawerProps } from './detail-drawer.tsx'
import { DrawerFrame } from './drawer-frame.tsx'

/** On a tablet: over the list, from the right, modal. */
export default function DrawerOver(props: DetailDrawerProps) {
  const { open, onClose, title } = props
  return (
    <Dialog.Root open={open} onOpenChange={next => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-black/45 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Viewport className="fixed inset-0 z-30 flex justify-end">
          <Dialog.Popup className="flex h-dvh w-[min(44rem,94vw)] flex-col border-line-strong border-l bg-surface text-ink shadow-2xl outline-none transition-transform duration-200 data-ending-style:translate-x-full data-starting-style:translate-x-full">
            <ShortcutLayer>
              <DrawerFrame
                {...props}
                heading={
                  <Dialog.Title className="break-words font-semibold text-base leading-snug">
                    {title}
                  </Dialog.Title>
                }
              />
            </ShortcutLayer>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
