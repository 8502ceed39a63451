import type { EventType } from '@touchline/contracts'
import { laneOf } from '@touchline/match'
import type { Outcome } from '../outcome.ts'

interface Claims {
  readonly type?: unknown
  readonly deleted?: unknown
  readonly matchId?: unknown
}

const claimsOf = (item: unknown): Claims => (typeof item === 'object' && item !== null ? item : {})

/** By what it says of itself, so that telling costs nothing: what follows may still be no event at all. */
export function claimsCritical(item: unknown): boolean {
  const { type, deleted } = claimsOf(item)
  return deleted === true || (typeof type === 'string' && laneOf(type as EventType) === 'critical')
}

/** The match that an item names; all that name none count as one. */
export function matchOf(item: unknown): string {
  const { matchId } = claimsOf(item)
  return typeof matchId === 'string' && matchId.length <= 64 ? matchId : ''
}

export function countByMatch(items: readonly unknown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(matchOf(item), (counts.get(matchOf(item)) ?? 0) + 1)
  return counts
}

/** Items that called themselves critical and were no such event: these are charged like any other. */
export const falseClaims = (items: readonly unknown[], outcomes: readonly Outcome[]): number =>
  items.filter((item, index) => outcomes[index]?.status === 'refused' && claimsCritical(item)).length
