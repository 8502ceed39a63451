import { type ErrorCode, errorCodes, logHeaders, type Source } from '@touchline/contracts'
import {
  addToAccounts,
  type Database,
  insertDeadLetters,
  inTransaction,
  lockCheckpoint,
  noOutcome,
  type Outcome,
  placeOf,
  saveCheckpoint,
} from '@touchline/db'
import type { BatchHandler, LogRecord } from '@touchline/streams'
import { matchIdOfKey } from '../records/log-record.ts'
import { type Death, type DeathContext, toDeadLetter } from './to-dead-letter.ts'

export interface BurialOptions {
  readonly database: Database
  readonly group: string
  readonly source: Source
  readonly build: string
  readonly nowMs: () => number
  readonly onBuried: (count: number) => void
}

const idLengthMax = 128

/** Keeps what the door refused: records of a dead-letter topic become rows, once each, as a batch's transaction. */
export function createBurial({
  database,
  group,
  source,
  build,
  nowMs,
  onBuried,
}: BurialOptions): BatchHandler {
  return async ({ topic, partition, records }) => {
    const next = (records.at(-1)?.offset ?? -1n) + 1n
    const buried = await inTransaction(database.pool, async tx => {
      const key = { group, topic, partition }
      const from = await lockCheckpoint(tx, key)
      const fresh = from === undefined ? records : records.filter(record => record.offset >= from)
      if (fresh.length === 0) return 0
      const context: DeathContext = { source, group, stage: 'ingest', build, nowMs: nowMs() }
      const letters = fresh.filter(isFromTheDoor).map(record => ({
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
}

/** Letters that died after the door stand in the table already; their records on the topic are for others. */
const isFromTheDoor = ({ headers }: LogRecord): boolean => headers[logHeaders.deadLetterId] === undefined

function deathOf({ headers }: LogRecord): Death {
  const code = headers[logHeaders.errorCode] as ErrorCode
  const message = headers[logHeaders.errorMessage] ?? ''
  return {
    code: errorCodes.includes(code) ? code : 'unprocessable',
    message,
    attempts: 1,
    disposition: 'poison',
    evidence: 'refused at the door',
  }
}

function idOf({ headers }: LogRecord): { sourceEventId?: string } {
  const sent = headers[logHeaders.sourceEventId]
  return sent && sent.length <= idLengthMax && !sent.includes('\u0000') ? { sourceEventId: sent } : {}
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
