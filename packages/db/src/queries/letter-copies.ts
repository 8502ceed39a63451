import { criticalTopic, logHeaders, sourceTopics } from '@touchline/contracts'
import type { Transaction } from '../database.ts'
import { storableText } from '../storable-text.ts'
import type { NewDeadLetter } from './dead-letters.ts'
import { findPublished } from './letters/publishing.ts'

/** Where the other copy of a letter's record would have died. */
interface Twin {
  readonly letter: NewDeadLetter
  readonly topic: string
  /** Null: the id alone tells it. */
  readonly correlationId: string | null
}

/**
 * Two records are one and the same thing in three cases only, and their bytes are the same in each: the two copies of a
 * critical event, on its source's topic and on the critical one, under one correlation id; one arrival at the intake
 * that came to the log twice, because its source was read again from the same place; and a replay (`replayedAgain`).
 */
function sameThingAs(letter: NewDeadLetter): Twin | undefined {
  const { headers, originTopic, source, stage } = letter
  if (stage === 'ingest') {
    const isTold = headers[logHeaders.arrivalId] !== undefined
    return isTold ? { letter, topic: originTopic, correlationId: null } : undefined
  }
  if (headers[logHeaders.lane] !== 'critical') return undefined
  if (headers[logHeaders.correlationId] !== letter.correlationId) return undefined
  const topics = [criticalTopic, sourceTopics[source]]
  const topic = topics.find(other => other !== originTopic)
  if (!topics.includes(originTopic) || topic === undefined) return undefined
  return { letter, topic, correlationId: letter.correlationId }
}

/**
 * Those of the letters whose other copy is a dead letter already, or stands before them in the list. Two transactions
 * that bring the two copies at once come one after the other. Index: dead_letters_source_source_event_id_correlation_id_idx.
 */
export async function findCopies(
  tx: Transaction,
  letters: readonly NewDeadLetter[],
): Promise<ReadonlySet<NewDeadLetter>> {
  const replayed = await replayedAgain(tx, letters)
  const twins = letters.flatMap(letter => sameThingAs(letter) ?? [])
  if (twins.length === 0) return replayed
  const ids = twins.map(({ letter }) => storableText(letter.sourceEventId))
  await tx.query({
    name: 'lock-letter-copies',
    text: `select pg_advisory_xact_lock(key) from (
             select distinct hashtextextended('dead letter ' || id, 0) as key from unnest($1::text[]) as id order by 1
           ) keys`,
    values: [ids],
  })
  const { rows } = await tx.query<{ nth: string }>({
    name: 'find-letter-copies',
    text: `select n.nth from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[])
             with ordinality as n(source, id, correlation_id, topic, stage, raw, nth)
           where exists (
             select from dead_letters d where d.source = n.source::source and d.source_event_id = n.id
               and (n.correlation_id is null or d.correlation_id = n.correlation_id)
               and d.origin_topic = n.topic and d.stage = n.stage and d.raw = n.raw)`,
    values: [
      twins.map(({ letter }) => letter.source),
      ids,
      twins.map(({ correlationId }) => correlationId && storableText(correlationId)),
      twins.map(({ topic }) => topic),
      twins.map(({ letter }) => letter.stage),
      twins.map(({ letter }) => Buffer.from(letter.raw)),
    ],
  })
  const known = rows.flatMap(({ nth }) => twins[Number(nth) - 1]?.letter ?? [])
  return new Set([...replayed, ...known, ...repeated(twins)])
}

/** Those whose other copy stands before them in the list. */
function repeated(twins: readonly Twin[]): NewDeadLetter[] {
  const seen = new Set<string>()
  return twins.flatMap(({ letter, topic, correlationId }) => {
    const raw = Buffer.from(letter.raw).toString('base64')
    const key = (at: string) =>
      JSON.stringify([letter.source, letter.sourceEventId, correlationId, letter.stage, at, raw])
    const isCopy = seen.has(key(topic))
    seen.add(key(letter.originTopic))
    return isCopy ? [letter] : []
  })
}

const idPattern = /^\d{1,18}$/

/** A replayed letter that was sent a second time after its replay had settled it. */
async function replayedAgain(
  tx: Transaction,
  letters: readonly NewDeadLetter[],
): Promise<Set<NewDeadLetter>> {
  const claims = letters.flatMap(letter => {
    const id = letter.headers[logHeaders.deadLetterId] ?? ''
    const isReplay = letter.stage !== 'ingest' && idPattern.test(id)
    return isReplay ? [{ id, source: letter.source, raw: letter.raw, letter }] : []
  })
  const found = await findPublished(tx, claims)
  return new Set(claims.flatMap(claim => (found.has(claim) ? claim.letter : [])))
}
