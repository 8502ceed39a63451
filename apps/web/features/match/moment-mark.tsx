import type { MatchEvent } from '@touchline/contracts'

const cardFills = { yellow: '#f2c230', 'second-yellow': '#e2691c', red: '#d7263d' } as const

/** The sign of a key moment: a ball, a card, two arrows, a cross. Its meaning stands beside it in words. */
export function MomentMark({ event, className = 'size-5' }: { event: MatchEvent; className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={`shrink-0 ${className}`} aria-hidden="true">
      <Shape event={event} />
    </svg>
  )
}

function Shape({ event }: { event: MatchEvent }) {
  switch (event.type) {
    case 'goal-scored':
      return (
        <>
          <circle cx="10" cy="10" r="8" fill="var(--surface)" stroke="var(--ink)" strokeWidth="1.6" />
          <path d="m10 6.2 3.6 2.6-1.4 4.2H7.8L6.4 8.8z" fill="var(--ink)" />
        </>
      )
    case 'card-shown':
      return <rect x="5.5" y="3" width="9" height="14" rx="1.5" fill={cardFills[event.payload.card]} />
    case 'substitution-made':
      return (
        <path
          d="M7 16V5m0 0L4 8m3-3 3 3M13 4v11m0 0-3-3m3 3 3-3"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="1.8"
        />
      )
    case 'injury-reported':
      return <path d="M8 3h4v5h5v4h-5v5H8v-5H3V8h5z" fill="var(--critical)" />
    default:
      return <circle cx="10" cy="10" r="3.5" fill="var(--muted)" />
  }
}
