import type { Fixture, Lane, MatchEvent, Source } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { searchWordsVersion } from './search-words.ts'

/** What the search finds one event by. Words are as `searchWords` writes them; the weightier ones come first. */
export interface EventDocument {
  readonly matchId: string
  readonly seq: number
  readonly occurredAt: string
  readonly source: Source
  readonly type: string
  readonly lane: Lane
  readonly sourceEventId: string
  readonly correlationId: string
  /** What happened, and to whom. */
  readonly names: string
  /** Which team, and of what kind. */
  readonly teams: string
  /** What was said of it. */
  readonly text: string
}

/** What of an event is a filter, as a lexeme: with its space it is none that words could ever make. */
export const documentMark = (name: 'type' | 'source' | 'lane' | 'match', value: string): string =>
  `#${name} ${value}`

/** Adds documents, or puts them in the place of those that are there. Index: event_documents_pkey. */
export async function saveDocuments(tx: Transaction, documents: readonly EventDocument[]): Promise<void> {
  if (documents.length === 0) return
  await tx.query({ name: 'save-event-documents', text: saveText, values: columnsOf(documents) })
}

const saveText = `
  insert into event_documents as d (match_id, seq, occurred_at, source, type, lane, source_event_id, correlation_id,
    document)
  select n.match_id, n.seq, n.occurred_at, n.source, n.type, n.lane, n.source_event_id, n.correlation_id,
    array_to_tsvector(array['#type ' || n.type, '#source ' || n.source, '#lane ' || n.lane, '#match ' || n.match_id])
    || setweight(to_tsvector('simple', n.names), 'A') || setweight(to_tsvector('simple', n.teams), 'B')
    || setweight(to_tsvector('simple', n.text), 'C')
  from unnest($1::text[], $2::int[], $3::timestamptz[], $4::source[], $5::text[], $6::lane[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::text[])
    as n(match_id, seq, occurred_at, source, type, lane, source_event_id, correlation_id, names, teams, text)
  on conflict (match_id, seq) do update set occurred_at = excluded.occurred_at, source = excluded.source,
    type = excluded.type, lane = excluded.lane, source_event_id = excluded.source_event_id,
    correlation_id = excluded.correlation_id, document = excluded.document`

const columnsOf = (documents: readonly EventDocument[]): unknown[] => [
  documents.map(one => one.matchId),
  documents.map(one => one.seq),
  documents.map(one => one.occurredAt),
  documents.map(one => one.source),
  documents.map(one => one.type),
  documents.map(one => one.lane),
  documents.map(one => one.sourceEventId),
  documents.map(one => one.correlationId),
  documents.map(one => one.names),
  documents.map(one => one.teams),
  documents.map(one => one.text),
]

/** For matches whose history was lost: what was found in the old one is no event any more. Index: event_documents_pkey. */
export async function dropDocuments(tx: Transaction, matchId: string): Promise<void> {
  await tx.query({
    name: 'drop-event-documents',
    text: 'delete from event_documents where match_id = $1',
    values: [matchId],
  })
}

export interface DocumentCheckpoint {
  readonly matchId: string
  readonly epoch: number
  /** The first event that the search does not have. */
  readonly nextSeq: number
}

/** A checkpoint as it is found: its documents may hold words as an earlier version wrote them. */
export interface LockedCheckpoint extends DocumentCheckpoint {
  readonly wordsVersion: number
}

/**
 * Locks a match's checkpoint until the transaction ends, making it where it is missing (epoch 0). Undefined where
 * somebody else is at work on the match. Index: event_document_checkpoints_pkey.
 */
export async function lockDocuments(tx: Transaction, matchId: string): Promise<LockedCheckpoint | undefined> {
  await tx.query({
    name: 'begin-event-documents',
    text: `insert into event_document_checkpoints (match_id, epoch, next_seq, words_version)
           values ($1, 0, 1, ${searchWordsVersion})
           on conflict (match_id) do nothing`,
    values: [matchId],
  })
  const { rows } = await tx.query<LockedCheckpoint>({
    name: 'lock-event-documents',
    text: `select match_id as "matchId", epoch, next_seq as "nextSeq", words_version as "wordsVersion"
           from event_document_checkpoints where match_id = $1 for update skip locked`,
    values: [matchId],
  })
  return rows[0]
}

/** Only under `lockDocuments`. */
export async function saveDocumentCheckpoint(tx: Transaction, to: DocumentCheckpoint): Promise<void> {
  await tx.query({
    name: 'save-event-document-checkpoint',
    text: `update event_document_checkpoints set epoch = $2, next_seq = $3, words_version = ${searchWordsVersion}
           where match_id = $1`,
    values: [to.matchId, to.epoch, to.nextSeq],
  })
}

/**
 * Lets matches be indexed anew from their first event: some, or all. Waits for who is at work on one. Index:
 * event_document_checkpoints_pkey.
 */
export async function forgetDocumentCheckpoints(
  { pool }: Pick<Database, 'pool'>,
  matchIds: readonly string[] | 'all',
): Promise<void> {
  const those = matchIds === 'all' ? 'true' : 'match_id = any($1::text[])'
  await pool.query(
    `delete from event_document_checkpoints where ${those}`,
    matchIds === 'all' ? [] : [matchIds],
  )
}

/** A match with events that the search does not have yet. */
export interface UnindexedMatch {
  readonly matchId: string
  readonly epoch: number
  readonly lastSeq: number
  readonly fixture: Fixture | null
}

const isOutdated = `(m.epoch > coalesce(c.epoch, 0) or c.words_version < ${searchWordsVersion})`
const behind = `m.last_seq > 0 and (c.match_id is null or m.last_seq >= c.next_seq or ${isOutdated})`

/** Those that changed longest ago first. Reads both tables, a row per match: for once a second, not for each batch. */
export async function listUnindexed(
  { pool }: Pick<Database, 'pool'>,
  limit: number,
): Promise<UnindexedMatch[]> {
  const { rows } = await pool.query<UnindexedMatch>({
    name: 'list-unindexed-matches',
    text: `select m.match_id as "matchId", m.epoch, m.last_seq as "lastSeq", m.state->'fixture' as fixture
           from matches m left join event_document_checkpoints c using (match_id)
           where ${behind} order by m.updated_at limit $1`,
    values: [limit],
  })
  return rows
}

export interface IndexLag {
  /** Stored events that the search has not come to. */
  readonly events: number
  /** For how long the match that changed last has been so, at the least; 0 where none is behind. */
  readonly seconds: number
}

/** Of one match, or of all. Reads a row per match, as `listUnindexed` does. */
export async function readIndexLag(
  { pool }: Pick<Database, 'pool'>,
  matchId: string | undefined,
): Promise<IndexLag> {
  const { rows } = await pool.query<IndexLag>({
    name: matchId === undefined ? 'read-index-lag' : 'read-index-lag-of-match',
    text: `select coalesce(sum(m.last_seq - case when ${isOutdated} then 0 else c.next_seq - 1 end), 0)::int
             as events, coalesce(extract(epoch from now() - min(m.updated_at)), 0)::float8 as seconds
           from matches m left join event_document_checkpoints c using (match_id)
           where ${behind} ${matchId === undefined ? '' : 'and m.match_id = $1'}`,
    values: matchId === undefined ? [] : [matchId],
  })
  return rows[0] ?? { events: 0, seconds: 0 }
}

export type IndexableEvent = Pick<
  MatchEvent,
  | 'matchId'
  | 'seq'
  | 'type'
  | 'lane'
  | 'source'
  | 'sourceEventId'
  | 'occurredAt'
  | 'correlationId'
  | 'payload'
>

export interface IndexableRange {
  readonly matchId: string
  readonly firstSeq: number
  readonly lastSeq: number
  readonly withoutTypes: readonly string[]
  readonly limit: number
}

/** The first events of a range that are of other types, by seq. Index: match_events_pkey. */
export async function readIndexable(tx: Transaction, range: IndexableRange): Promise<IndexableEvent[]> {
  const { rows } = await tx.query<IndexableRow>({
    name: 'read-indexable-events',
    text: `select ${indexableColumns}
           from match_events where match_id = $1 and seq between $2 and $3 and type <> all($4::text[])
           order by seq limit $5`,
    values: [range.matchId, range.firstSeq, range.lastSeq, range.withoutTypes, range.limit],
  })
  return rows.map(toIndexable)
}

/** Events of a match at some places, by seq. Index: match_events_pkey. */
export async function readIndexableAt(
  tx: Transaction,
  matchId: string,
  seqs: readonly number[],
): Promise<Map<number, IndexableEvent>> {
  if (seqs.length === 0) return new Map()
  const { rows } = await tx.query<IndexableRow>({
    name: 'read-indexable-events-at',
    text: `select ${indexableColumns} from match_events where match_id = $1 and seq = any($2::int[])`,
    values: [matchId, seqs],
  })
  return new Map(rows.map(row => [row.seq, toIndexable(row)]))
}

type IndexableRow = Omit<IndexableEvent, 'occurredAt'> & { readonly occurredAt: Date }

const indexableColumns = `match_id as "matchId", seq, type, lane, source, source_event_id as "sourceEventId",
  occurred_at as "occurredAt", correlation_id as "correlationId", payload`

const toIndexable = (row: IndexableRow): IndexableEvent =>
  ({ ...row, occurredAt: row.occurredAt.toISOString() }) as IndexableEvent
