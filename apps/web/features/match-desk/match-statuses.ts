import type { MatchStatus } from '@touchline/contracts'

/** In the desk's order. */
export const matchStatuses: readonly MatchStatus[] = [
  'live',
  'paused',
  'suspended',
  'scheduled',
  'postponed',
  'ended',
  'abandoned',
  'cancelled',
  'awarded',
]
