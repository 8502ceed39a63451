'use client'

import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { useShortcut } from '../shortcuts/use-shortcut.ts'
import { DrawerFrame } from './drawer-frame.tsx'
import { useWide } from './use-wide.ts'

const DrawerOver = lazy(() => import('./drawer-over.tsx'))

export interface DetailDrawerProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly subtitle?: ReactNode
  readonly actions?: ReactNode
  readonly footer?: ReactNode
  /** The name for readers, where it is not the title. */
  readonly label?: string | undefined
  /** Moves the focus into it when it opens beside the list. */
  readonly takeFocus?: boolean | undefined
  readonly children: ReactNode
}

/** A list and, while one is open, its detail beside it. */
export function DrawerLayout({ drawer, children }: { drawer: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">{children}</div>
      {drawer}
    </div>
  )
}

/** The detail of a row: beside the list where there is room, else over it. */
export function DetailDrawer(props: DetailDrawerProps) {
  const wide = useWide()
  if (!wide)
    return (
      <Suspense>
        <DrawerOver {...props} />
      </Suspense>
    )
  return props.open ? <DrawerBeside {...props} /> : null
}

function DrawerBeside(props: DetailDrawerProps) {
  const { onClose, takeFocus = false, label, title } = props
  const aside = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element | null>(null)
  const close = () => {
    const hadFocus = aside.current?.contains(document.activeElement)
    onClose()
    if (hadFocus && cameFrom.current instanceof HTMLElement) cameFrom.current.focus()
  }
  useShortcut({ keys: 'esc', label: 'Close the detail', group: 'Detail', inPalette: false, run: close })
  useShortcut({
    keys: ']',
    label: 'Go into the detail',
    group: 'Detail',
    inPalette: false,
    run: () => aside.current?.focus(),
  })
  useEffect(() => {
    cameFrom.current = document.activeElement
    if (takeFocus) aside.current?.focus()
  }, [takeFocus])
  return (
    <aside
      ref={aside}
      tabIndex={-1}
      aria-label={label ?? title}
      onFocus={({ relatedTarget }) => {
        if (relatedTarget && !aside.current?.contains(relatedTarget)) cameFrom.current = relatedTarget
      }}
      className="panel sticky top-4 flex max-h-[calc(100dvh-2rem)] w-[clamp(26rem,42%,46rem)] shrink-0 flex-col overflow-hidden"
    >
      <DrawerFrame {...props} onClose={close} />
    </aside>
  )
}
