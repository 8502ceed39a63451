'use client'

import { Dialog } from '@base-ui/react/dialog'
import { IconButton } from '../actions/button.tsx'
import { classNames } from '../display/class-names.ts'
import { Icon } from '../display/icon.tsx'
import { ShortcutLayer } from '../shortcuts/shortcut-layer.tsx'
import type { DialogProps, DialogSize } from './dialog.tsx'

const widths: Readonly<Record<DialogSize, string>> = {
  sm: 'max-w-md',
  md: 'max-w-xl',
  lg: 'max-w-4xl',
  full: 'max-w-[min(90rem,calc(100vw-2rem))]',
}

interface DialogPopupProps extends DialogProps {
  readonly cameFrom?: Element | null | undefined
}

export default function DialogPopup(props: DialogPopupProps) {
  const { open, onOpenChange, title, description, size = 'md', footer, children, dismissible = true } = props
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next, { reason, cancel }) => {
        if (!dismissible && (reason === 'escape-key' || reason === 'outside-press')) cancel()
        else onOpenChange(next)
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/45 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Viewport className="fixed inset-0 z-40 grid grid-cols-[minmax(0,1fr)] place-items-center p-4">
          <Dialog.Popup
            finalFocus={() => focusTarget(props.cameFrom)}
            className={classNames(
              'flex max-h-[calc(100dvh-2rem)] w-full flex-col rounded-2xl border border-line-strong bg-surface text-ink shadow-2xl outline-none transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0',
              widths[size],
            )}
          >
            <ShortcutLayer>
              <header className="flex items-start gap-3 px-5 pt-4 pb-3">
                <div className="min-w-0 flex-1">
                  <Dialog.Title className="break-words font-semibold text-base">{title}</Dialog.Title>
                  {description !== undefined && (
                    <Dialog.Description render={<div />} className="mt-1 text-muted text-sm">
                      {description}
                    </Dialog.Description>
                  )}
                </div>
                {dismissible && (
                  <IconButton
                    label="Close"
                    size="sm"
                    icon={<Icon name="cross" />}
                    onClick={() => onOpenChange(false)}
                  />
                )}
              </header>
              <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
              {footer !== undefined && (
                <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">
                  {footer}
                </footer>
              )}
            </ShortcutLayer>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Where the focus goes when it closes; true leaves it to the dialog. */
const focusTarget = (cameFrom: Element | null | undefined): HTMLElement | true =>
  cameFrom instanceof HTMLElement && cameFrom.isConnected && cameFrom !== document.body ? cameFrom : true
