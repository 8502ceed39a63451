'use client'

import { useState } from 'react'

const none: ReadonlySet<string> = new Set()

/** The selected rows; another filter selects nothing. */
export function useSelection(scope: string) {
  const [selection, setSelection] = useState(none)
  const [selectedIn, setSelectedIn] = useState(scope)
  const isStale = selectedIn !== scope
  if (isStale) {
    setSelectedIn(scope)
    setSelection(none)
  }
  return { selection: isStale ? none : selection, setSelection, clear: () => setSelection(none) }
}
