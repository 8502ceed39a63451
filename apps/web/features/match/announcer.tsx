import type { MatchEvent, Side } from '@touchline/contracts'
import { announce } from './describe-event.ts'

interface AnnouncerProps {
  readonly latest: MatchEvent | undefined
  /** Events up to here were there before us; undefined while that is not known. */
  readonly newsAfterSeq: number | undefined
  readonly names: Readonly<Record<Side, string>>
}

/** Reads critical events out as they happen; what was replayed is not read out. */
export function Announcer({ latest, newsAfterSeq, names }: AnnouncerProps) {
  const isNews = latest !== undefined && newsAfterSeq !== undefined && latest.seq > newsAfterSeq
  const text = isNews ? announce(latest, side => names[side]) : ''
  return (
    <p aria-live="polite" className="sr-only" data-testid="announcer">
      {text}
    </p>
  )
}
