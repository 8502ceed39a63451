import type { Lane } from '@touchline/contracts'
import {
  addDeferredRange,
  addToAccounts,
  inTransaction,
  isConflict,
  saveCheckpoint,
  type Transaction,
  together,
} from '@touchline/db'
import type { LogRecord } from '@touchline/streams'
import type { Reached } from '../../progress.ts'
import { matchIdOfKey } from '../../records/log-record.ts'
import type { ReadRecord } from '../../records/read-record.ts'
import { type Accounts, addOutcome } from './account.ts'
import { type Applied, type ApplyContext, apply, type LookOptions, look } from './apply.ts'

/** A record of a partition, and whether it is processed now. */
export type Item = { readonly record: LogRecord } & (
  | { readonly fate: 'keep'; readonly read: ReadRecord }
  | { readonly fate: 'shed' }
  | { readonly fate: 'defer' }
)

/** How far a consumer has come, kept in the transaction of the effects. */
export interface Progress {
  /** Locks it; the first offset whose effects are not stored, undefined where none is. */
  lock(tx: Transaction): Promise<bigint | undefined>
  save(tx: Transaction, nextOffset: bigint, done: readonly Item[]): Promise<void>
}

/** Of the batch that begins with a record. */
export function checkpointOf(group: string, first: LogRecord, reached: Pick<Reached, 'lock'>): Progress {
  const { topic, partition } = first
  const key = { group, topic, partition }
  return {
    lock: tx => reached.lock(tx, key, first.offset),
    save: (tx, nextOffset) => saveCheckpoint(tx, key, nextOffset),
  }
}

export interface Slice {
  /** Consecutive records of one partition, those between them that are not to be processed left out. */
  readonly items: readonly Item[]
  readonly progress: Progress
  /** The lanes put off, where any is. */
  readonly lanes: readonly Lane[]
}

const maxLooks = 5

/**
 * Stores all effects of a slice, and how far it has come, in one transaction. Records whose effects are stored already
 * are passed over. Undefined if nothing was left to do. Where another transaction comes between, it looks again.
 */
export async function storeSlice(
  context: ApplyContext,
  slice: Slice,
  options: LookOptions,
): Promise<Applied | undefined> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await storeOnce(context, slice, options)
    } catch (error) {
      if (!isConflict(error) || turn === maxLooks) throw error
    }
  }
}

function storeOnce(
  context: ApplyContext,
  { items, progress, lanes }: Slice,
  options: LookOptions,
): Promise<Applied | undefined> {
  return inTransaction(context.database.pool, async tx => {
    const all = items.flatMap(item => (item.fate === 'keep' ? [item.read] : []))
    // Sent together: each sees what committed before it, and the locks come first.
    const [from, found] = await together([progress.lock(tx), look(tx, all, options)])
    const fresh = from === undefined ? items : items.filter(({ record }) => record.offset >= from)
    const last = fresh.at(-1)?.record
    if (!last) return undefined
    const reads = fresh.flatMap(item => (item.fate === 'keep' ? [item.read] : []))
    const applied = await apply(tx, context, reads, found)
    await together([
      shed(tx, fresh),
      defer(tx, context.group, fresh, lanes),
      progress.save(tx, last.offset + 1n, fresh),
    ])
    return applied
  })
}

async function shed(tx: Transaction, items: readonly Item[]): Promise<void> {
  const accounts: Accounts = new Map()
  for (const { fate, record } of items) {
    if (fate === 'shed') addOutcome(accounts, record.topic, matchIdOfKey(record), 'shed')
  }
  for (const [topic, outcomes] of accounts) await addToAccounts(tx, topic, outcomes)
}

async function defer(
  tx: Transaction,
  group: string,
  items: readonly Item[],
  lanes: readonly Lane[],
): Promise<void> {
  const records = items.flatMap(({ fate, record }) => (fate === 'defer' ? [record] : []))
  const [first, last] = [records[0], records.at(-1)]
  if (!first || !last) return
  const counts: Record<string, number> = {}
  for (const record of records) {
    const matchId = matchIdOfKey(record)
    counts[matchId] = (counts[matchId] ?? 0) + 1
  }
  const { topic, partition, offset } = first
  await addDeferredRange(tx, {
    group,
    topic,
    partition,
    firstOffset: offset,
    lastOffset: last.offset,
    lanes,
    counts,
  })
}
