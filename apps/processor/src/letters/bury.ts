import { type ErrorCode, errorCodes, logHeaders, type Source } from '@touchline/contracts'
import {
  addToAccounts,
  type Database,
  findPublished,
  insertDeadLetters,
  inTransaction,
  noOutcome,
  type Outcome,
  placeOf,
  saveCheckpoint,
  type Transaction,
} from '@touchline/db'
import type { BatchHandler, LogRecord } from '@touchline/streams'
import { type CheckpointSetBack, createReached } from '../progress.ts'
import { isStorable, matchIdOfKey } from '../records/log-record.ts'
import { type Death, type DeathContext, toDeadLetter } from './to-dead-letter.ts'

export interface BurialOptions {
  readonly database: Database
  readonly group: string
  readonly source: Source
  readonly build: string
  readonly nowMs: () => number
  readonly onBuried: (count: number) => void
  /** Told when the database was set back. */
  readonly onSetBack?: (fault: CheckpointSetBack) => void
}

const idLengthMax = 128

/** Keeps what the intake refused: records of a dead-letter topic become rows, once each, as a batch's transaction. */
export function createBurial({
  database,
  group,
  source,
  build,
  nowMs,
  onBuried,
  onSetBack = () => {},
}: BurialOptions): BatchHandler {
  const reached = createReached()
  const handle: BatchHandler = async ({ topic, partition, records }) => {
    const next = (records.at(-1)?.offset ?? -1n) + 1n
    const buried = await inTransaction(database.pool, async tx => {
      const key = { group, topic, partition }
      const from = await reached.lock(tx, key, records[0]?.offset ?? 0n)
      const fresh = from === undefined ? records : records.filter(record => record.offset >= from)
      if (fresh.length === 0) return 0
      const context: DeathContext = { source, group, stage: 'ingest', build, nowMs: nowMs() }
      const published = await publishedOf(tx, source, fresh)
      const refused = fresh.filter(record => !published.has(record))
      const letters = refused.map(record => ({
        ...toDeadLetter(record, deathOf(record), context),
        ...idOf(record),
        isPublished: true,
      }))
      const inserted = await insertDeadLetters(tx, letters)
      await addToAccounts(tx, topic, account(fresh, inserted))
      await saveCheckpoint(tx, key, next)
      return inserted.size
    })
    onBuried(buried)
    return next
  }
  return reached.watch(handle, onSetBack)
}

const idPattern = /^\d{1,18}$/

/**
 * Letters that died in the processor stand in the table already; their records on the topic are for others. Anybody may
 * claim to be one: the same bytes prove it.
 */
async function publishedOf(
  tx: Transaction,
  source: Source,
  records: readonly LogRecord[],
): Promise<ReadonlySet<LogRecord>> {
  const claims = records.flatMap(record => {
    const id = record.headers[logHeaders.deadLetterId] ?? ''
    return idPattern.test(id) ? [{ id, source, raw: record.value, record }] : []
  })
  const found = await findPublished(tx, claims)
  return new Set(claims.flatMap(claim => (found.has(claim) ? claim.record : [])))
}

function deathOf({ headers }: LogRecord): Death {
  const code = headers[logHeaders.errorCode] as ErrorCode
  const message = headers[logHeaders.errorMessage] ?? ''
  return {
    code: errorCodes.includes(code) ? code : 'unprocessable',
    message,
    attempts: 1,
    disposition: 'poison',
    evidence: 'refused at the intake',
  }
}

function idOf({ headers }: LogRecord): { sourceEventId?: string } {
  const sent = headers[logHeaders.sourceEventId]
  return sent && sent.length <= idLengthMax && isStorable(sent) ? { sourceEventId: sent } : {}
}

function account(records: readonly LogRecord[], inserted: ReadonlySet<string>): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  for (const record of records) {
    const matchId = matchIdOfKey(record)
    const outcome = outcomes.get(matchId) ?? noOutcome
    const name = inserted.has(placeOf(record.topic, record.partition, record.offset)) ? 'dead' : 'duplicate'
    outcomes.set(matchId, { ...outcome, [name]: outcome[name] + 1 })
  }
  return outcomes
}
