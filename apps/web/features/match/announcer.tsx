'use client'

import type { MatchEvent, Side } from '@touchline/contracts'
import { useEffect, useRef, useState } from 'react'
import { announce } from './describe-event.ts'

interface AnnouncerProps {
  readonly events: readonly MatchEvent[]
  readonly live: boolean
  readonly names: Readonly<Record<Side, string>>
}

/** Reads critical events out as they happen; what was replayed is not read out. */
export function Announcer({ events, live, names }: AnnouncerProps) {
  const [text, setText] = useState('')
  const knownSeq = useRef<number>(undefined)
  const latest = events.at(-1)
  const { home, away } = names
  useEffect(() => {
    if (!live) return
    const isNew = knownSeq.current !== undefined && latest !== undefined && latest.seq > knownSeq.current
    knownSeq.current = latest?.seq ?? 0
    if (isNew) setText(announce(latest, side => ({ home, away })[side]))
  }, [latest, live, home, away])
  return (
    <p aria-live="polite" className="sr-only" data-testid="announcer">
      {text}
    </p>
  )
}
