'use client'

import type { ReactNode } from 'react'
import { IconButton } from '../actions/button.tsx'
import { Icon } from '../display/icon.tsx'
import { scrollStop } from '../display/scroll-stop.ts'
import type { DetailDrawerProps } from './detail-drawer.tsx'

interface DrawerFrameProps extends DetailDrawerProps {
  /** The title as the way of showing it needs it. */
  readonly heading?: ReactNode
}

/** Head, body that scrolls, and foot: the same beside the list and over it. */
export function DrawerFrame({
  title,
  heading,
  subtitle,
  actions,
  footer,
  onClose,
  children,
}: DrawerFrameProps) {
  return (
    <>
      <header className="flex items-start gap-3 border-line border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          {heading ?? <h2 className="break-words font-semibold text-base leading-snug">{title}</h2>}
          {subtitle !== undefined && <div className="mt-0.5 break-words text-muted text-xs">{subtitle}</div>}
        </div>
        <div className="flex shrink-0 items-center gap-1.5">
          {actions}
          <IconButton label="Close (Esc)" size="sm" icon={<Icon name="cross" />} onClick={onClose} />
        </div>
      </header>
      <div {...scrollStop('Detail')} className="min-h-0 flex-1 overflow-y-auto p-4 outline-offset-[-2px]">
        {children}
      </div>
      {footer !== undefined && (
        <footer className="flex flex-wrap items-center gap-2 border-line border-t bg-surface px-4 py-2.5">
          {footer}
        </footer>
      )}
    </>
  )
}
