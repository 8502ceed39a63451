import { noOutcome, type Outcome, placeOf } from '@touchline/db'
import { matchIdOfKey } from '../../records/log-record.ts'
import type { RecordOutcome } from './plan.ts'

/** What became of records, by topic and match. */
export type Accounts = Map<string, Map<string, Outcome>>

export function addOutcome(accounts: Accounts, topic: string, matchId: string, name: keyof Outcome): void {
  const ofTopic = accounts.get(topic) ?? new Map<string, Outcome>()
  accounts.set(topic, ofTopic)
  const outcome = ofTopic.get(matchId) ?? { ...noOutcome }
  ofTopic.set(matchId, { ...outcome, [name]: outcome[name] + 1 })
}

export interface AccountInput {
  readonly outcomes: readonly RecordOutcome[]
  /** Places of the letters that are new, as `placeOf` writes them. */
  readonly inserted: ReadonlySet<string>
  /** Places of those that wait elsewhere, and are accounted for when they come to the table. */
  readonly spooled: ReadonlySet<string>
}

/**
 * What became of each record. The death of a second copy, or of a replay, counts as a duplicate: the dead letters hold
 * its bytes already.
 */
export function accountFor({ outcomes, inserted, spooled }: AccountInput): Accounts {
  const accounts: Accounts = new Map()
  for (const outcome of outcomes) {
    const { record } = outcome.read
    const place = placeOf(record.topic, record.partition, record.offset)
    if (outcome.kind === 'failed' && spooled.has(place)) continue
    addOutcome(accounts, record.topic, matchIdOf(outcome), nameOf(outcome, place, inserted))
  }
  return accounts
}

function nameOf(outcome: RecordOutcome, place: string, inserted: ReadonlySet<string>): keyof Outcome {
  if (outcome.kind !== 'failed') return outcome.kind
  return inserted.has(place) ? 'dead' : 'duplicate'
}

/** A record is accounted under the match that its key names, as the log counts it. */
const matchIdOf = ({ read }: RecordOutcome): string =>
  matchIdOfKey(read.record) || (read.kind === 'event' ? read.event.matchId : '')
