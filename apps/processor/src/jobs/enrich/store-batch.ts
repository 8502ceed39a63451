import type { Source } from '@touchline/contracts'
import {
  addToAccounts,
  addToOutbox,
  type Database,
  findStored,
  insertDeadLetters,
  insertEvents,
  inTransaction,
  isConflict,
  type LockedMatch,
  lockCheckpoint,
  lockMatches,
  type NewDeadLetter,
  saveCheckpoint,
  saveMatches,
  type Transaction,
} from '@touchline/db'
import { initialState } from '@touchline/match'
import type { LogRecord } from '@touchline/streams'
import { accountFor } from './account.ts'
import { toDeadLetter } from './dead-letter.ts'
import { type Plan, planBatch, type Rules } from './plan.ts'
import type { ReadRecord } from './read-record.ts'

export interface StoreContext {
  readonly database: Database
  readonly group: string
  readonly source: Source
  readonly rules: Rules
  readonly nowMs: () => number
}

const maxLooks = 5

/**
 * Stores all effects of consecutive records of one partition, and how far it has come, in one transaction.
 * Records whose effects are stored already are passed over. Returns what was done; undefined if nothing was left.
 * Where another transaction comes between, it looks again.
 */
export async function storeBatch(
  context: StoreContext,
  records: readonly ReadRecord[],
): Promise<Plan | undefined> {
  const last = records.at(-1)?.record
  if (!last) return undefined
  for (let look = 1; ; look += 1) {
    try {
      return await storeOnce(context, records, last)
    } catch (error) {
      if (!isConflict(error) || look === maxLooks) throw error
    }
  }
}

function storeOnce(
  context: StoreContext,
  records: readonly ReadRecord[],
  last: LogRecord,
): Promise<Plan | undefined> {
  const { topic, partition, offset } = last
  const key = { group: context.group, topic, partition }
  return inTransaction(context.database.pool, async tx => {
    // Sent together: each sees what committed before it, and the locks come first.
    const [from, found] = await Promise.all([lockCheckpoint(tx, key), look(tx, context.source, records)])
    const fresh = from === undefined ? records : records.filter(({ record }) => record.offset >= from)
    if (fresh.length === 0) return undefined
    const plan = planBatch({ records: fresh, ...found, rules: context.rules, nowMs: context.nowMs() })
    const inserted = await insertDeadLetters(tx, lettersOf(plan, context))
    await Promise.all([
      insertEvents(tx, plan.events),
      saveMatches(tx, plan.matches),
      addToOutbox(tx, plan.outbox),
      addToAccounts(tx, topic, accountFor(plan, inserted)),
      saveCheckpoint(tx, key, offset + 1n),
    ])
    return plan
  })
}

async function look(tx: Transaction, source: Source, records: readonly ReadRecord[]) {
  const events = records.flatMap(read => (read.kind === 'event' ? [read.event] : []))
  if (events.length === 0) return { matches: new Map<string, LockedMatch>(), storedIds: new Set<string>() }
  const matchIds = [...new Set(events.map(event => event.matchId))]
  const ids = events.map(event => event.sourceEventId)
  const [matches, storedIds] = await Promise.all([
    lockMatches(tx, matchIds, initialState),
    findStored(tx, source, ids),
  ])
  return { matches, storedIds }
}

function lettersOf(plan: Plan, { source, group, nowMs }: StoreContext): NewDeadLetter[] {
  const death = { source, group, stage: 'enrich', nowMs: nowMs() }
  return plan.deaths.map(({ record, ...why }) => toDeadLetter(record, why, death))
}
