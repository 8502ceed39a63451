import { setTimeout as delay } from 'node:timers/promises'
import {
  addToAccounts,
  type DeferredRangeRow,
  inTransaction,
  lockDeferredRange,
  noOutcome,
  readDeferredRanges,
  saveDeferredRange,
  type Transaction,
} from '@touchline/db'
import type { EventLog } from '@touchline/streams'
import { createFailingKeys } from '../failing-keys.ts'
import { type SettleContext, settle } from '../jobs/enrich/settle.ts'
import type { Item, Progress } from '../jobs/enrich/store-slice.ts'
import { matchIdOfKey } from '../records/log-record.ts'
import { readRecord } from '../records/read-record.ts'
import { type Repeating, repeat } from '../repeat.ts'
import { createThrottle, type Overload } from './overload.ts'
import { wasDeferred } from './split.ts'

export interface BackfillOptions {
  readonly context: SettleContext
  readonly log: EventLog
  readonly overload: Overload
  readonly onError: (error: unknown) => void
  /** Default 250. */
  readonly intervalMs?: number
}

const rangesPerPass = 20
const recordsPerRead = 500
const neverReached = 2n ** 62n

/**
 * Stores what was put off, oldest first, while there is no overload. A range that fails comes again after a longer while
 * each time, and keeps no other waiting. Several may run: each range is locked.
 */
export function createBackfill(options: BackfillOptions): Repeating {
  const { context, overload, onError, intervalMs = 250 } = options
  const throttle = createThrottle(() => performance.now())
  const failing = createFailingKeys({ nowMs: () => performance.now(), maxDelayMs: 30_000 })
  const work = async (signal: AbortSignal) => {
    const mayGo = () => !signal.aborted && overload.isPeakOver()
    const finish = async (range: DeferredRangeRow) => {
      do await delay(throttle(recordsPerRead, overload.policy().backfillPerSecond))
      while (mayGo() && (await backfillOnce(options, range.id)))
    }
    const finishSafely = async (range: DeferredRangeRow) => {
      try {
        await finish(range)
        failing.worked(range.id)
      } catch (error) {
        failing.failed(range.id)
        onError(error)
      }
    }
    if (!mayGo()) return
    const ranges = await readDeferredRanges(context.database.pool, rangesPerPass + failing.size)
    for (const range of ranges.filter(({ id }) => failing.isDue(id)).slice(0, rangesPerPass)) {
      if (mayGo()) await finishSafely(range)
    }
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

/** Stores the next records of a range; false once nothing of it is left, or another processor has it. */
export async function backfillOnce(
  { context, log, overload }: Pick<BackfillOptions, 'context' | 'log' | 'overload'>,
  id: string,
): Promise<boolean> {
  const { pool } = context.database
  const range = await inTransaction(pool, tx => lockDeferredRange(tx, id))
  if (!range) return false
  const { topic, partition, nextOffset, lastOffset, lanes } = range
  const read = await log.read(topic, partition, nextOffset, recordsPerRead)
  const within = read.filter(record => record.offset <= lastOffset)
  const records = within.filter(record => wasDeferred(record, lanes))
  const last = within.at(-1)
  if (!last) {
    if (await isGone(log, range)) await giveUp(context, range)
    return false
  }
  await overload.admit(records.length)
  const items = records.map((record): Item => ({ record, fate: 'keep', read: readRecord(record) }))
  if (items.length > 0) await settle(context, { items, lanes: [], progress: progressOf(range) })
  else await inTransaction(pool, tx => progressOf(range).save(tx, last.offset + 1n, []))
  return last.offset < lastOffset
}

function progressOf(range: DeferredRangeRow): Progress {
  let left = range
  return {
    lock: async tx => {
      const locked = await lockDeferredRange(tx, range.id)
      if (locked) left = locked
      return locked?.nextOffset ?? neverReached
    },
    save: async (tx, nextOffset, done) => {
      const counts = { ...left.counts }
      for (const { record } of done) {
        const matchId = matchIdOfKey(record)
        counts[matchId] = (counts[matchId] ?? 0) - 1
        if (counts[matchId] === 0) delete counts[matchId]
      }
      const isDone = nextOffset > range.lastOffset
      // What was put off and never read again is gone from the log.
      if (isDone) await addLost(tx, range.topic, counts)
      await saveDeferredRange(tx, range.id, isDone ? undefined : { nextOffset, counts })
    },
  }
}

/** Whether the log has let go of the range; one that gives nothing for a moment has not. */
async function isGone(
  log: EventLog,
  { group, topic, partition, lastOffset }: DeferredRangeRow,
): Promise<boolean> {
  const place = (await log.lag(group, [topic])).find(one => one.partition === partition)
  return place !== undefined && place.startOffset > lastOffset
}

/** The log no longer holds what was put off: it is lost. */
async function giveUp({ database }: SettleContext, { id }: DeferredRangeRow): Promise<void> {
  await inTransaction(database.pool, async tx => {
    const range = await lockDeferredRange(tx, id)
    if (!range) return
    await addLost(tx, range.topic, range.counts)
    await saveDeferredRange(tx, id, undefined)
  })
}

const addLost = (tx: Transaction, topic: string, counts: Readonly<Record<string, number>>) =>
  addToAccounts(
    tx,
    topic,
    new Map(Object.entries(counts).map(([matchId, lost]) => [matchId, { ...noOutcome, lost }])),
  )
