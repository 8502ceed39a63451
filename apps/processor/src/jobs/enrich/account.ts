import { noOutcome, type Outcome } from '@touchline/db'
import type { Plan } from './plan.ts'
import { matchIdOfKey } from './read-record.ts'

/**
 * What became of each match's records. A death that the dead letters already held (by its source's id) counts as
 * a duplicate; `inserted` has the origin offsets of those that are new.
 */
export function accountFor(plan: Plan, inserted: ReadonlySet<bigint>): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  const add = (matchId: string, name: keyof Outcome) => {
    const outcome = outcomes.get(matchId) ?? noOutcome
    outcomes.set(matchId, { ...outcome, [name]: outcome[name] + 1 })
  }
  for (const event of plan.events) add(event.matchId, 'stored')
  for (const event of plan.duplicates) add(event.matchId, 'duplicate')
  for (const { record, event } of plan.deaths) {
    add(event?.matchId ?? matchIdOfKey(record), inserted.has(record.offset) ? 'dead' : 'duplicate')
  }
  return outcomes
}
