'use client'

import { useEffect, useRef } from 'react'
import { useToasts } from '../kit/toasts/toasts.tsx'
import type { EditedDraft } from './use-draft.ts'

interface Leaving {
  readonly letterId: string
  readonly draft: EditedDraft
  /** Opens a letter's draft again. */
  readonly onReturn: (letterId: string) => void
}

/**
 * Leaving the page with a draft asks first; leaving the letter for another, or for the list, tells that the draft is
 * kept.
 */
export function useLeaveWarning({ letterId, draft, onReturn }: Leaving): void {
  const toasts = useToasts()
  const { isChanged } = draft
  const newest = useRef({ isChanged, letterId, toasts, onReturn })
  useEffect(() => {
    newest.current = { isChanged, letterId, toasts, onReturn }
  })
  useEffect(() => {
    if (!isChanged) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isChanged])
  useEffect(
    () => () => {
      const left = newest.current
      if (!left.isChanged) return
      left.toasts.info(`You left a draft at letter ${left.letterId}`, {
        description: 'It is kept in this tab of the browser.',
        action: { label: 'Back to it', onClick: () => left.onReturn(left.letterId) },
      })
    },
    [],
  )
}
