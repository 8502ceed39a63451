import { deadLetterTopics, logHeaders, type Source } from '@touchline/contracts'
import {
  type Database,
  inTransaction,
  markPublished,
  type Transaction,
  takeUnpublished,
  type UnpublishedLetter,
} from '@touchline/db'
import { type EventLog, maxValueBytes, type NewRecord } from '@touchline/streams'
import { type Repeating, repeat } from '../repeat.ts'

export interface LetterPublisherOptions {
  readonly database: Database
  readonly log: EventLog
  /** How often to look. Default 250. */
  readonly intervalMs?: number
  readonly onPublished: (letters: number) => void
  readonly onError: (error: unknown) => void
}

const passLimit = { letters: 100, bytes: 4_194_304 }

/**
 * Brings letters that died in the processor onto their source's dead-letter topic, the oldest first: take, append,
 * mark, in one transaction. At least once: a crash between append and commit appends again. Any number of processors
 * may publish; each takes rows that no other holds. While the log is away the letters wait in their table.
 */
export function createLetterPublisher(options: LetterPublisherOptions): Repeating {
  const { database, log, intervalMs = 250, onPublished, onError } = options
  const work = async (signal: AbortSignal) => {
    for (let taken = 1; taken > 0 && !signal.aborted; ) {
      taken = await inTransaction(database.pool, tx => publishOnce(tx, log, onError))
      if (taken > 0) onPublished(taken)
    }
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

/** A letter that no log takes stands in its table alone: it must not keep the others from their topic. */
async function publishOnce(
  tx: Transaction,
  log: EventLog,
  onError: (error: unknown) => void,
): Promise<number> {
  const letters = await takeUnpublished(tx, passLimit)
  if (letters.length === 0) return 0
  const fitting = letters.filter(({ raw }) => raw.byteLength <= maxValueBytes)
  for (const { id, raw } of letters.filter(letter => !fitting.includes(letter))) {
    onError(new RangeError(`dead letter ${id} has ${raw.byteLength} bytes: its topic takes ${maxValueBytes}`))
  }
  for (const [source, its] of Map.groupBy(fitting, (letter): Source => letter.source)) {
    await log.append(deadLetterTopics[source], its.map(toRecord))
  }
  await markPublished(
    tx,
    letters.map(letter => letter.id),
  )
  return letters.length
}

const maxMessageLength = 500

function toRecord(letter: UnpublishedLetter): NewRecord {
  return {
    key: letter.matchId === '' ? `~${letter.provider}` : letter.matchId,
    value: letter.raw,
    headers: {
      [logHeaders.correlationId]: letter.correlationId,
      [logHeaders.traceparent]: letter.traceparent,
      [logHeaders.schema]: letter.schemaVersion,
      [logHeaders.provider]: letter.provider,
      [logHeaders.errorCode]: letter.errorCode,
      [logHeaders.errorMessage]: letter.errorMessage.slice(0, maxMessageLength).toWellFormed(),
      [logHeaders.sourceEventId]: letter.sourceEventId,
      [logHeaders.receivedAt]: letter.originAt.toISOString(),
      [logHeaders.deadLetterId]: letter.id,
    },
  }
}
