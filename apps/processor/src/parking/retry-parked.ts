import {
  deferParked,
  findDueMatches,
  inTransaction,
  isConflict,
  lockParkedMatch,
  postponeParked,
  readParkedRecords,
} from '@touchline/db'
import type { RetryBudget } from '@touchline/resilience'
import { maxRetries, retryDelayMs } from '@touchline/resilience'
import { type Applied, apply, look } from '../jobs/enrich/apply.ts'
import { announce, type SettleContext } from '../jobs/enrich/settle.ts'
import { readRecord } from '../records/read-record.ts'
import { endWaiting, type ParkedTry } from './end-waiting.ts'
import { giveUpHead } from './give-up-head.ts'
import { parkCauseOf } from './park-cause.ts'
import { isStale } from './stale.ts'

export interface ParkingRetryOptions {
  readonly context: SettleContext
  readonly budget: RetryBudget
  readonly random: () => number
  readonly onError: (error: unknown) => void
  /** Records in one transaction. Default 200. */
  readonly recordsPerTry?: number
}

const maxLooks = 3
const lockTimeoutMs = 200
/** Of each statement: a match whose statements take longer counts as failed, and frees its place for another. */
const statementTimeoutMs = 5_000

/** Tries matches that are due, the longest due first, beside those in hand; how many it found. */
export async function retryDue(
  options: ParkingRetryOptions,
  { limit, inHand }: { readonly limit: number; readonly inHand: Map<string, Promise<void>> },
): Promise<number> {
  const { database } = options.context
  const due = await findDueMatches(database.pool, { limit, except: [...inHand.keys()] })
  for (const parked of due) {
    const trying = retryMatch(options, parked)
      .then(() => {}, options.onError)
      .finally(() => inHand.delete(parked.matchId))
    inHand.set(parked.matchId, trying)
  }
  return due.length
}

/** Tries the match that is longest due; false if none is, or the budget allowed no try. */
export async function retryOne(options: ParkingRetryOptions): Promise<boolean> {
  const [due] = await findDueMatches(options.context.database.pool, { limit: 1, except: [] })
  return due !== undefined && retryMatch(options, due)
}

/**
 * One try of one match: its records are stored in order, and it is parked no longer once none waits. Where all together
 * fail, the head is tried alone. Each failure, of whatever kind, counts an attempt and makes the match due later, in a
 * transaction of its own; after the fifth retry its head is dead, and the next record is the head. False where the
 * budget allowed no try.
 */
async function retryMatch(options: ParkingRetryOptions, parked: ParkedTry): Promise<boolean> {
  const { context, budget, random, recordsPerTry = 200 } = options
  if (parked.attempts > 0 && !budget.spend()) {
    const delayMs = delayAfter(parked.attempts, random)
    await inTransaction(context.database.pool, tx => deferParked(tx, parked.matchId, delayMs))
    return false
  }
  try {
    await tryRecords(options, parked, recordsPerTry).catch(() => tryRecords(options, parked, 1))
  } catch (error) {
    await afterFailure(options, parked, error)
  }
  return true
}

/** Another transaction may come between: then it looks again, a few times. */
async function tryRecords(options: ParkingRetryOptions, parked: ParkedTry, limit: number): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    try {
      const applied = await tryOnce(options, parked, limit)
      if (applied) announce(options.context, applied)
      return
    } catch (error) {
      if (!isConflict(error) || turn === maxLooks) throw error
    }
  }
}

function tryOnce(
  { context }: ParkingRetryOptions,
  parked: ParkedTry,
  limit: number,
): Promise<Applied | undefined> {
  return inTransaction(context.database.pool, async tx => {
    await tx.query(`set local statement_timeout = ${statementTimeoutMs}`)
    if (!(await lockParkedMatch(tx, parked))) return undefined
    const rows = await readParkedRecords(tx, parked.matchId, limit)
    const reads = rows.map(row => readRecord(row))
    const found = await look(tx, reads, { lockTimeoutMs, isUnparking: true })
    const applied = await apply(tx, context, reads, found)
    await endWaiting(tx, rows, parked.matchId)
    return applied
  })
}

/** Counts the attempt first: whatever becomes of the head then, its match is not tried again before its time. */
async function afterFailure(options: ParkingRetryOptions, parked: ParkedTry, error: unknown): Promise<void> {
  const { context, random } = options
  const attempts = parked.attempts + 1
  const cause = parkCauseOf(error)
  const counted = await inTransaction(context.database.pool, async tx => {
    if (!(await lockParkedMatch(tx, parked))) return undefined
    const [head] = await readParkedRecords(tx, parked.matchId, 1)
    const delayMs = delayAfter(attempts, random)
    await postponeParked(tx, parked.matchId, { ...cause, attempts, delayMs })
    return { isStale: head !== undefined && isStale(readRecord(head), context.nowMs()) }
  })
  if (!counted || (attempts <= maxRetries && !counted.isStale)) return
  const applied = await giveUpHead(context, { ...parked, attempts }, { cause, ...counted })
  if (applied) announce(context, applied)
}

const delayAfter = (attempts: number, random: () => number) =>
  retryDelayMs(Math.max(1, Math.min(attempts, maxRetries)), random)
