import type { Clock } from '@touchline/contracts'
import type { OptaAction } from './action.ts'

/** The minute at which each period begins; before, between and after the periods the clock tells nothing. */
const firstMinute: Readonly<Record<number, number>> = { 1: 0, 2: 45, 3: 90, 4: 105, 5: 120 }

/** Seconds from the period's start. A minute before it can only be counted from the period's start already. */
export function clockOf({ periodId, minute, second }: OptaAction): Clock | undefined {
  const first = firstMinute[periodId]
  if (first === undefined) return undefined
  const minutes = minute < first ? minute : minute - first
  return { period: periodId, seconds: minutes * 60 + second }
}

/** The period after the match, whose end closes the match in the records. */
export const afterMatch = 14
