import type { Source } from '@touchline/contracts'
import {
  addToAccounts,
  addToOutbox,
  type Database,
  findStored,
  insertDeadLetters,
  insertEvents,
  inTransaction,
  lockCheckpoint,
  lockMatches,
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

/** Another match took one of the ids between looking and inserting: looking again will find it. */
class IdTakenMeanwhile extends Error {
  override readonly name = 'IdTakenMeanwhile'
}

const maxLooks = 5

/**
 * Stores all effects of consecutive records of one partition, and how far it has come, in one transaction.
 * Records whose effects are stored already are passed over. Returns what was done; undefined if nothing was left.
 */
export async function storeBatch(
  context: StoreContext,
  records: readonly ReadRecord[],
): Promise<Plan | undefined> {
  for (let look = 1; ; look += 1) {
    try {
      return await inTransaction(context.database.pool, tx => storeIn(tx, context, records))
    } catch (error) {
      if (!(error instanceof IdTakenMeanwhile) || look === maxLooks) throw error
    }
  }
}

async function storeIn(
  tx: Transaction,
  context: StoreContext,
  records: readonly ReadRecord[],
): Promise<Plan | undefined> {
  const last = records.at(-1)?.record
  if (!last) return undefined
  const key = { group: context.group, topic: last.topic, partition: last.partition }
  const from = await lockCheckpoint(tx, key)
  const fresh = from === undefined ? records : records.filter(({ record }) => record.offset >= from)
  if (fresh.length === 0) return undefined
  const plan = await planFor(tx, context, fresh)
  await write(tx, context, last, plan)
  await saveCheckpoint(tx, key, last.offset + 1n)
  return plan
}

async function planFor(
  tx: Transaction,
  context: StoreContext,
  records: readonly ReadRecord[],
): Promise<Plan> {
  const events = records.flatMap(read => (read.kind === 'event' ? [read.event] : []))
  const matchIds = [...new Set(events.map(event => event.matchId))]
  const matches = matchIds.length > 0 ? await lockMatches(tx, matchIds, initialState) : new Map()
  const ids = events.map(event => event.sourceEventId)
  const storedIds = ids.length > 0 ? await findStored(tx, context.source, ids) : new Set<string>()
  return planBatch({ records, matches, storedIds, rules: context.rules, nowMs: context.nowMs() })
}

async function write(
  tx: Transaction,
  context: StoreContext,
  { topic }: LogRecord,
  plan: Plan,
): Promise<void> {
  const inserted = await insertEvents(tx, plan.events)
  if (inserted < plan.events.length) throw new IdTakenMeanwhile()
  await saveMatches(tx, plan.matches)
  await addToOutbox(tx, plan.outbox)
  const { source, group } = context
  const death = { source, group, stage: 'enrich', nowMs: context.nowMs() }
  const letters = plan.deaths.map(({ record, ...why }) => toDeadLetter(record, why, death))
  await addToAccounts(tx, topic, accountFor(plan, await insertDeadLetters(tx, letters)))
}
