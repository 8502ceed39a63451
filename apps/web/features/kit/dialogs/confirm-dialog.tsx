'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { AwaitedLayer } from '../shortcuts/shortcut-layer.tsx'
import type { ReasonRule } from './confirm-rules.ts'

const ConfirmWindow = lazy(() => import('./confirm-window.tsx'))

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** What will happen. */
  readonly children: ReactNode
  readonly confirmLabel: string
  /** The page closes the dialog once it is done. */
  readonly onConfirm: (answer: { readonly reason: string }) => void
  readonly reason?: ReasonRule | undefined
  readonly reasonHint?: string | undefined
  /** What has to be typed before. */
  readonly typed?: string | undefined
  readonly danger?: boolean | undefined
  readonly pending?: boolean | undefined
  readonly error?: string | null | undefined
  readonly disabledReason?: string | null | undefined
}

/**
 * Asks before something is done: what it will do, why, and, where it is grave, by typing it. Its code is loaded when it
 * opens first.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense fallback={props.open ? <AwaitedLayer /> : null}>
      <ConfirmWindow {...props} />
    </Suspense>
  )
}
