'use client'

import { useState } from 'react'

/** Code that is fetched when it is wanted first; what stood in its place keeps the focus until then. */
export function useLoaded<Loaded>(load: () => Promise<{ default: Loaded }>) {
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const want = () => {
    load().then(
      module => setLoaded(() => module.default),
      () => undefined,
    )
  }
  /** Fetches without showing: for when a pointer or the focus comes near. */
  const prepare = () => {
    load().catch(() => undefined)
  }
  return { loaded, want, prepare }
}
