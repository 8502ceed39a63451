'use client'

import { useEffect, useState } from 'react'
import type { PaletteEntry, PaletteQuery } from './palette-entry.ts'

interface Found {
  readonly state: 'idle' | 'asking' | 'failed'
  readonly entries: readonly PaletteEntry[]
}

const delayMs = 180
const leastChars = 2
const mostEntries = 20
const idle: Found = { state: 'idle', entries: [] }

/** What the server finds for the text, once the typing rests. */
export function usePaletteQuery(text: string, onQuery: PaletteQuery | undefined): Found {
  const [found, setFound] = useState(idle)
  const asked = text.trim()
  useEffect(() => {
    if (!onQuery || asked.length < leastChars) return setFound(idle)
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      setFound(before => ({ ...before, state: 'asking' }))
      try {
        const entries = await onQuery(asked, stop.signal)
        if (!stop.signal.aborted) setFound({ state: 'idle', entries: entries.slice(0, mostEntries) })
      } catch {
        if (!stop.signal.aborted) setFound({ state: 'failed', entries: [] })
      }
    }, delayMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [asked, onQuery])
  return found
}
