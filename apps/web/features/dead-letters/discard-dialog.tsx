'use client'

import { lazy, Suspense, useState } from 'react'
import type { DiscardDialogProps } from './discard-window.tsx'

const DiscardWindow = lazy(() => import('./discard-window.tsx'))

/** Gives letters up for good. Its code is loaded when it opens first. */
export function DiscardDialog(props: DiscardDialogProps) {
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense>
      <DiscardWindow {...props} />
    </Suspense>
  )
}
