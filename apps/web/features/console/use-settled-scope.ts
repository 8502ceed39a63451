'use client'

import { useState } from 'react'

/** The scope that the rows at hand belong to: while those of a new filter are on their way, still the old one. */
export function useSettledScope(scope: string, isPlaceholder: boolean): string {
  const [settled, setSettled] = useState(scope)
  if (isPlaceholder || settled === scope) return settled
  setSettled(scope)
  return scope
}
