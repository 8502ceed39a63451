import type { Lane, Source } from '@touchline/contracts'
import type { Database } from '../database.ts'
import { documentMark } from './event-documents.ts'

type Store = Pick<Database, 'pool'>

/** Where an event stands, and where the next page begins after it. */
export interface EventPlace {
  readonly matchId: string
  readonly seq: number
  readonly occurredAt: string
}

/** Words to be found. `whole` or (`rest` and a word that begins with `prefix`); parts may be empty. */
export interface WordQuery {
  /** As `websearch_to_tsquery` reads it. */
  readonly whole: string
  readonly rest: string
  /** Letters and digits alone. */
  readonly prefix: string
}

export interface DocumentQuery {
  readonly words?: WordQuery | undefined
  readonly matchId?: string | undefined
  readonly source?: Source | undefined
  readonly type?: string | undefined
  readonly lane?: Lane | undefined
  readonly correlationId?: string | undefined
  readonly fromAt?: string | undefined
  /** Up to and with this time. */
  readonly toAt?: string | undefined
  readonly after?: EventPlace | undefined
  readonly limit: number
}

const newestLooked = 5_000

/**
 * Events by their documents: of one match by seq, of all by when they happened, the newest first. What is asked for most
 * often stands among the newest: these are looked through in the index's order. Where they don't fill the page, the
 * inverted index finds the rest, and what it finds is sorted. Indexes: event_documents_pkey (a match),
 * event_documents_occurred_at_match_id_seq_idx, event_documents_document_idx, event_documents_correlation_id_idx.
 */
export async function searchDocuments(db: Store, query: DocumentQuery): Promise<EventPlace[]> {
  const newest = await select(db, query, amongNewest)
  if (newest.length === query.limit || !isSelective(query)) return newest
  return select(db, query, byInvertedIndex)
}

/** Whether there is a condition that the order's own index can't tell. */
const isSelective = ({ words, source, type, lane, correlationId, matchId, fromAt, toAt }: DocumentQuery) =>
  [words, source, type, lane, correlationId, ...(matchId === undefined ? [] : [fromAt, toAt])].some(
    condition => condition !== undefined,
  )

type Put = (value: unknown) => string
const columns = `match_id as "matchId", seq, occurred_at as "occurredAt"`

async function select(
  { pool }: Store,
  query: DocumentQuery,
  textOf: (query: DocumentQuery, put: Put) => string,
): Promise<EventPlace[]> {
  const values: unknown[] = []
  const text = textOf(query, value => `$${values.push(value)}`)
  const { rows } = await pool.query<{ matchId: string; seq: number; occurredAt: Date }>(text, values)
  return rows.map(row => ({ ...row, occurredAt: row.occurredAt.toISOString() }))
}

function amongNewest(query: DocumentQuery, put: Put): string {
  const conditions = [...columnConditions(query, put), ...wordCondition(query, put)]
  const order = query.matchId === undefined ? 'occurred_at desc, match_id, seq' : 'seq desc'
  const looked = isSelective(query) ? newestLooked : query.limit
  return `select ${columns} from (
      select * from event_documents where ${all(placeConditions(query, put))} order by ${order} limit ${put(looked)}) d
    where ${all(conditions)} order by ${order} limit ${put(query.limit)}`
}

/** Its order is one that no index has, so that the planner does not walk one for something that is rare. */
function byInvertedIndex(query: DocumentQuery, put: Put): string {
  const marks = marksOf(query).map(mark => `${put(quoted(mark))}::tsquery`)
  const wanted = [...marks, ...wordQuery(query, put)]
  const found = wanted.length === 0 ? [] : [`document @@ (${wanted.join(' && ')})`]
  const correlation =
    query.correlationId === undefined ? [] : [`correlation_id = ${put(query.correlationId)}`]
  const order =
    query.matchId === undefined ? "(occurred_at at time zone 'UTC') desc, match_id, seq" : '(seq + 0) desc'
  const times = query.matchId === undefined ? [] : timeConditions(query, put)
  const conditions = [...placeConditions(query, put), ...times, ...found, ...correlation]
  return `select ${columns} from event_documents where ${all(conditions)} order by ${order} limit ${put(query.limit)}`
}

/** One lexeme of a tsquery, whatever it is made of. */
const quoted = (lexeme: string) => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`

const all = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join(' and ')

/** Those by which the order's index is entered. */
function placeConditions(query: DocumentQuery, put: Put): string[] {
  const { matchId, after } = query
  if (matchId !== undefined) {
    const before = after ? [`seq < ${put(after.seq)}`] : []
    return [`match_id = ${put(matchId)}`, ...before]
  }
  if (!after) return timeConditions(query, put)
  const at = `${put(after.occurredAt)}::timestamptz`
  const later = `(occurred_at < ${at} or (match_id, seq) > (${put(after.matchId)}, ${put(after.seq)}::int))`
  return [...timeConditions(query, put), `occurred_at <= ${at}`, later]
}

function timeConditions({ fromAt, toAt }: DocumentQuery, put: Put): string[] {
  const from = fromAt === undefined ? [] : [`occurred_at >= ${put(fromAt)}::timestamptz`]
  const to = toAt === undefined ? [] : [`occurred_at <= ${put(toAt)}::timestamptz`]
  return [...from, ...to]
}

function columnConditions(query: DocumentQuery, put: Put): string[] {
  const equal = { source: query.source, type: query.type, lane: query.lane }
  const casts: Record<string, string> = { source: '::source', lane: '::lane' }
  const conditions = Object.entries(equal).flatMap(([column, value]) =>
    value === undefined ? [] : [`${column} = ${put(value)}${casts[column] ?? ''}`],
  )
  if (query.correlationId !== undefined) conditions.push(`correlation_id = ${put(query.correlationId)}`)
  if (query.matchId !== undefined) conditions.push(...timeConditions(query, put))
  return conditions
}

const marksOf = ({ matchId, source, type, lane }: DocumentQuery): string[] => [
  ...(matchId === undefined ? [] : [documentMark('match', matchId)]),
  ...(source === undefined ? [] : [documentMark('source', source)]),
  ...(type === undefined ? [] : [documentMark('type', type)]),
  ...(lane === undefined ? [] : [documentMark('lane', lane)]),
]

const wordCondition = (query: DocumentQuery, put: Put): string[] =>
  wordQuery(query, put).map(text => `document @@ ${text}`)

function wordQuery({ words }: DocumentQuery, put: Put): string[] {
  if (!words) return []
  const whole = `websearch_to_tsquery('simple', ${put(words.whole)})`
  if (words.prefix === '') return [`(${whole})`]
  const rest = `websearch_to_tsquery('simple', ${put(words.rest)})`
  const prefix = `to_tsquery('simple', ${put(`${words.prefix}:*`)})`
  return [`(${whole} || (${rest} && ${prefix}))`]
}

export interface StoredEventQuery {
  readonly sources: readonly Source[]
  readonly sourceEventId: string
}

/** Stored events by the id that their source gave them, with their revisions, at most 20. Index: match_events_identity_key. */
export async function findBySourceId(
  { pool }: Store,
  { sources, sourceEventId }: StoredEventQuery,
): Promise<(EventPlace & FilterFacts)[]> {
  const { rows } = await pool.query<{ occurredAt: Date; matchId: string; seq: number } & FilterFacts>({
    name: 'find-events-by-source-id',
    text: `select ${columns}, type, source, lane, correlation_id as "correlationId" from match_events
           where source = any($1::source[]) and source_event_id = $2 order by stored_at desc, seq desc limit 20`,
    values: [sources, sourceEventId],
  })
  return rows.map(row => ({ ...row, occurredAt: row.occurredAt.toISOString() }))
}

export interface FilterFacts {
  readonly type: string
  readonly source: Source
  readonly lane: Lane
  readonly correlationId: string
}

export interface ReadingQuery {
  readonly matchId: string
  readonly type: string
  /** Beyond and up to these places. */
  readonly afterSeq: number
  readonly upToSeq: number
  readonly fromAt: string | undefined
  readonly toAt: string | undefined
  readonly limit: number
}

/** Sensors' readings, which have no document, of a stretch of a match; the newest first. Index: match_events_pkey. */
export async function listReadings({ pool }: Store, query: ReadingQuery): Promise<EventPlace[]> {
  const { rows } = await pool.query<{ matchId: string; seq: number; occurredAt: Date }>({
    name: 'list-readings',
    text: `select ${columns} from match_events
           where match_id = $1 and type = $2 and seq > $3 and seq <= $4
             and occurred_at >= coalesce($5::timestamptz, '-infinity')
             and occurred_at <= coalesce($6::timestamptz, 'infinity')
           order by seq desc limit $7`,
    values: [
      query.matchId,
      query.type,
      query.afterSeq,
      query.upToSeq,
      query.fromAt ?? null,
      query.toAt ?? null,
      query.limit,
    ],
  })
  return rows.map(row => ({ ...row, occurredAt: row.occurredAt.toISOString() }))
}
