import {
  faultKind,
  inTransaction,
  isConflict,
  lockParkedMatch,
  type ParkedMatchRow,
  type ParkedRecordRow,
  postponeParked,
  readParkedRecords,
  removeParkedRecords,
  takeDueMatches,
  unparkIfEmpty,
} from '@touchline/db'
import type { RetryBudget } from '@touchline/resilience'
import { maxRetries, retryDelayMs } from '@touchline/resilience'
import { apply, look } from '../jobs/enrich/apply.ts'
import { announce, type SettleContext } from '../jobs/enrich/settle.ts'
import { type ReadRecord, readRecord } from '../records/read-record.ts'
import { type Repeating, repeat } from '../repeat.ts'
import { isStale } from './stale.ts'

export interface ParkingRetryOptions {
  readonly context: SettleContext
  readonly budget: RetryBudget
  readonly random: () => number
  readonly onError: (error: unknown) => void
  /** How often to look for what is due. Default 100. */
  readonly intervalMs?: number
}

const recordsPerTry = 200
const lockTimeoutMs = 200

/**
 * Tries parked matches when they are due: their records are stored in order, and the match is parked no longer once
 * none waits. A head that fails is tried again after a longer while; after the fifth retry it is dead, and the next
 * record is the head. Several may run: each match is locked.
 */
export function createParkingRetry(options: ParkingRetryOptions): Repeating {
  const { onError, intervalMs = 100 } = options
  const work = async (signal: AbortSignal) => {
    while (!signal.aborted && (await retryOne(options, recordsPerTry)));
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

/** True if a match was due, and the budget allowed to try it. */
export async function retryOne(options: ParkingRetryOptions, limit: number): Promise<boolean> {
  const { context, budget } = options
  let taken: ParkedMatchRow | undefined
  try {
    const applied = await inTransaction(context.database.pool, async tx => {
      ;[taken] = await takeDueMatches(tx, 1)
      if (!taken || (taken.attempts > 0 && !budget.spend())) return undefined
      const rows = await readParkedRecords(tx, taken.matchId, limit)
      const reads = rows.map(row => readRecord(row))
      const found = await look(tx, reads, { lockTimeoutMs, isUnparking: true })
      const done = await apply(tx, context, reads, found)
      await endWaiting(tx, rows, taken.matchId)
      return done
    })
    if (applied) announce(context, applied)
    return applied !== undefined
  } catch (error) {
    if (!taken || faultKind(error) === 'database') throw error
    if (isConflict(error)) return true
    if (limit > 1) return retryOne(options, 1)
    await afterFailure(options, taken, error)
    return true
  }
}

type Transaction = Parameters<typeof unparkIfEmpty>[0]

async function endWaiting(tx: Transaction, rows: readonly ParkedRecordRow[], matchId: string): Promise<void> {
  await removeParkedRecords(
    tx,
    rows.map(row => row.id),
  )
  await unparkIfEmpty(tx, matchId)
}

/** The head failed: later again, or dead. */
async function afterFailure(
  { context, random }: ParkingRetryOptions,
  { matchId, attempts: before, errorCode, parkedAt }: ParkedMatchRow,
  error: unknown,
): Promise<void> {
  const attempts = before + 1
  const message = error instanceof Error ? error.message : String(error)
  const applied = await inTransaction(context.database.pool, async tx => {
    if (!(await lockParkedMatch(tx, matchId, before))) return undefined
    const rows = await readParkedRecords(tx, matchId, 1)
    const [head] = rows
    const read = head && readRecord(head)
    const stale = read && isStale(read, context.nowMs())
    if (!read || (attempts <= maxRetries && !stale)) {
      const delayMs = retryDelayMs(Math.max(1, Math.min(attempts, maxRetries)), random)
      await postponeParked(tx, matchId, { attempts, errorCode, errorMessage: message, delayMs })
      return undefined
    }
    const why = { message, attempts, firstFailedAtMs: parkedAt.getTime() }
    const verdict = stale
      ? { disposition: 'stale' as const, evidence: 'it can not matter any more, and its match waits for it' }
      : {
          disposition: 'systemic' as const,
          evidence: `it failed ${attempts} times since its match was parked`,
        }
    const dead = asDead(read, { ...why, verdict })
    const none = { matches: new Map(), standing: new Map(), globalIds: new Map() }
    const done = await apply(tx, context, [dead], { ...none, parked: new Set(), openReplays: new Set() })
    await endWaiting(tx, rows, matchId)
    return done
  })
  if (applied) announce(context, applied)
}

type Why = Pick<
  Extract<ReadRecord, { kind: 'failed' }>['failure'],
  'message' | 'attempts' | 'firstFailedAtMs' | 'verdict'
>

function asDead(read: ReadRecord, why: Why): ReadRecord {
  if (read.kind === 'failed') return { ...read, failure: { ...read.failure, ...why } }
  const { record, source, event } = read
  return { kind: 'failed', record, source, failure: { step: 'store', code: 'match-locked', event, ...why } }
}
