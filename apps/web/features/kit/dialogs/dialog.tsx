'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { AwaitedLayer } from '../shortcuts/shortcut-layer.tsx'

const DialogPopup = lazy(() => import('./dialog-popup.tsx'))

export type DialogSize = 'sm' | 'md' | 'lg' | 'full'

export interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly description?: ReactNode
  readonly size?: DialogSize | undefined
  readonly footer?: ReactNode
  readonly children: ReactNode
  /** False: neither a press outside nor esc closes it. */
  readonly dismissible?: boolean | undefined
}

interface Opened {
  readonly open: boolean
  /** What had the focus before anything inside took it. */
  readonly from: Element | null
}

const focused = (): Element | null => (typeof document === 'undefined' ? null : document.activeElement)

/** A modal dialog; its code is loaded when it opens first. */
export function Dialog(props: DialogProps) {
  const [opened, setOpened] = useState<Opened>({ open: false, from: null })
  if (props.open !== opened.open) setOpened({ open: props.open, from: props.open ? focused() : opened.from })
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense fallback={props.open ? <AwaitedLayer /> : null}>
      <DialogPopup {...props} cameFrom={opened.from} />
    </Suspense>
  )
}
