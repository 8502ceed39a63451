'use client'

import { lazy, Suspense, useState } from 'react'
import type { ReplayDialogProps } from './use-replay-form.ts'

const ReplayWindow = lazy(() => import('./replay-window.tsx'))

/** Replays a choice of letters. Its code is loaded when it opens first. */
export function ReplayDialog(props: ReplayDialogProps) {
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense>
      <ReplayWindow {...props} />
    </Suspense>
  )
}
