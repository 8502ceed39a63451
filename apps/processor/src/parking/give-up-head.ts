import { type ErrorCode, errorCodes } from '@touchline/contracts'
import { inTransaction, lockParkedMatch, readParkedRecords } from '@touchline/db'
import { type Applied, apply } from '../jobs/enrich/apply.ts'
import type { SettleContext } from '../jobs/enrich/settle.ts'
import { type ReadRecord, readRecord } from '../records/read-record.ts'
import { endWaiting, type ParkedTry } from './end-waiting.ts'
import type { ParkCause } from './park-cause.ts'

/** The head of a parked match becomes a dead letter, with what its last try failed of; the next record is the head. */
export function giveUpHead(
  context: SettleContext,
  parked: ParkedTry,
  { cause, isStale }: { readonly cause: ParkCause; readonly isStale: boolean },
): Promise<Applied | undefined> {
  const { matchId, attempts, parkedAt } = parked
  return inTransaction(context.database.pool, async tx => {
    if (!(await lockParkedMatch(tx, parked))) return undefined
    const rows = await readParkedRecords(tx, matchId, 1)
    const [head] = rows
    if (!head) return undefined
    const why = {
      ...{ code: codeOf(cause), message: cause.errorMessage, attempts },
      firstFailedAtMs: parkedAt.getTime(),
      verdict: isStale ? stale : systemic(attempts),
    }
    const dead = asDead(readRecord(head), why)
    const none = { matches: new Map(), standing: new Map(), globalIds: new Map() }
    const done = await apply(tx, context, [dead], { ...none, parked: new Set(), openReplays: new Set() })
    await endWaiting(tx, rows, matchId)
    return done
  })
}

const stale = {
  disposition: 'stale' as const,
  evidence: 'it can not matter any more, and its match waits for it',
}
const systemic = (attempts: number) => ({
  disposition: 'systemic' as const,
  evidence: `it failed ${attempts} times since its match was parked`,
})

const codeOf = ({ errorCode }: ParkCause): ErrorCode =>
  errorCodes.find(known => known === errorCode) ?? 'unprocessable'

type Failure = Extract<ReadRecord, { kind: 'failed' }>['failure']
type Why = Pick<Failure, 'code' | 'message' | 'attempts' | 'firstFailedAtMs' | 'verdict'>

function asDead(read: ReadRecord, why: Why): ReadRecord {
  if (read.kind === 'failed') return { ...read, failure: { ...read.failure, ...why } }
  const { record, source, event } = read
  return { kind: 'failed', record, source, failure: { step: 'store', event, ...why } }
}
