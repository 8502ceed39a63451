import type { MatchEvent } from '@touchline/contracts'

/** An event at a place, for tests; one second apart. */
export const eventAt = (seq: number, epoch = 1, more: object = {}): MatchEvent => {
  const at = new Date(Date.UTC(2026, 4, 1, 19, 0, 0) + seq * 1_000).toISOString()
  return {
    matchId: 'm',
    epoch,
    seq,
    type: 'pass-made',
    lane: 'normal',
    source: 'broadcast',
    sourceEventId: `e${seq}`,
    occurredAt: at,
    ingestedAt: at,
    storedAt: at,
    clock: { period: 1, seconds: seq },
    score: { home: 0, away: 0 },
    correlationId: `c${seq}`,
    payload: { team: 'home' },
    ...more,
  } as MatchEvent
}
