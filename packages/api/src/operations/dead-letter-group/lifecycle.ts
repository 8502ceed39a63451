import type { GroupState } from '@touchline/contracts'
import { z } from 'zod'

/** What a group counts as now. A resolved one of which a letter died since is `regressed`. */
export const groupStandings = ['unresolved', 'resolved', 'ignored', 'regressed'] as const
export type GroupStanding = (typeof groupStandings)[number]
export const groupStandingSchema = z.enum(groupStandings)

export interface GroupLife {
  /** Null where nobody has done anything: unresolved. */
  readonly storedState: GroupState | null
  /** ISO 8601; null: for good. */
  readonly ignoredUntil: string | null
  readonly resolvedAt: string | null
  /** When a letter of it died last; needed of resolved ones alone. */
  readonly newestDeathAt: string | null
}

/** What a group counts as at a moment. Pure: what was stored does not change by itself. */
export function standingOf(life: GroupLife, nowMs: number): GroupStanding {
  const { storedState, ignoredUntil, resolvedAt, newestDeathAt } = life
  switch (storedState) {
    case 'resolved':
      return isAfter(newestDeathAt, resolvedAt) ? 'regressed' : 'resolved'
    case 'ignored':
      return ignoredUntil !== null && Date.parse(ignoredUntil) <= nowMs ? 'unresolved' : 'ignored'
    default:
      return 'unresolved'
  }
}

const isAfter = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && Date.parse(a) > Date.parse(b)
