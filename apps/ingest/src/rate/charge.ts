import type { EventType } from '@touchline/contracts'
import { laneOf } from '@touchline/match'
import type { Outcome } from '../outcome.ts'

/** By its type alone, so that telling costs nothing: what follows may still be no event at all. */
export function claimsCritical(item: unknown): boolean {
  const type = typeof item === 'object' && item !== null && 'type' in item ? item.type : undefined
  return typeof type === 'string' && laneOf(type as EventType) === 'critical'
}

/** Items that called themselves critical and were no such event: these are charged like any other. */
export const falseClaims = (items: readonly unknown[], outcomes: readonly Outcome[]): number =>
  items.filter((item, index) => outcomes[index]?.status === 'refused' && claimsCritical(item)).length

/** What a bucket is charged: everything but critical events. */
export const chargeOf = (items: readonly unknown[], outcomes: readonly Outcome[]): number =>
  items.filter(item => !claimsCritical(item)).length + falseClaims(items, outcomes)
