'use client'

import { useSyncExternalStore } from 'react'

/** From here on there is room for a list and a detail side by side. */
const wideQuery = '(min-width: 1100px)'

const subscribe = (onChange: () => void): (() => void) => {
  const query = matchMedia(wideQuery)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** The server does not know; it draws the wide page. */
export const useWide = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(wideQuery).matches,
    () => true,
  )
