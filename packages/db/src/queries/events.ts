import type { CarriedState, Lane, MatchEvent, Source } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'

/**
 * The newest events of a type in each match, at most `limit` of each, in no order. Index: match_events_pkey, read
 * backwards; a rare type of a long match reads all of it.
 */
export async function readNewestOfType(
  tx: Transaction,
  wanted: readonly { readonly matchId: string; readonly type: string }[],
  limit: number,
): Promise<MatchEvent[]> {
  if (wanted.length === 0) return []
  const { rows } = await tx.query<EventRow>({
    name: 'read-newest-of-type',
    text: `select e.* from unnest($1::text[], $2::text[]) as w(match_id, type)
           cross join lateral (select * from match_events m where m.match_id = w.match_id and m.type = w.type
             order by m.seq desc limit $3) e`,
    values: [wanted.map(one => one.matchId), wanted.map(one => one.type), limit],
  })
  return rows.map(toEvent)
}

const insertText = `
  insert into match_events (match_id, seq, epoch, source, source_event_id, type, lane, occurred_at, ingested_at,
    stored_at, period, clock_seconds, score_home, score_away, correlation_id, payload, is_backup, origin_topic,
    origin_partition, origin_offset, provider, version, revision, clock_told, revises_fact,
    revision_nanos, clock_skew_ms, state)
  select a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, coalesce(q, false), r, s, t, coalesce(u, ''), coalesce(v, 0), w,
    coalesce(x, true), coalesce(y, false), z, aa, bb
    from unnest($1::text[], $2::int[], $3::int[], $4::source[], $5::text[], $6::text[], $7::lane[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::smallint[], $12::real[], $13::smallint[],
    $14::smallint[], $15::text[], $16::json[], $17::boolean[], $18::text[], $19::int[], $20::bigint[], $21::text[],
    $22::int[], $23::bigint[], $24::boolean[], $25::boolean[], $26::int[], $27::int[], $28::json[])
    as n(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb)`

/** Where an event's record stands in the log, and which version of whose event it is. */
export interface EventOrigin {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly version?: EventVersion | undefined
}

export interface EventVersion {
  readonly provider: string
  /** 0: the event as it first came. */
  readonly version: number
  readonly revision: number | undefined
  /** What a revision that is a time has below its milliseconds. */
  readonly revisionNanos?: number | undefined
  /** By how much its time was set back, as its provider's clock ran ahead. */
  readonly clockSkewMs?: number | undefined
  readonly isClockTold: boolean
  /** Whether a revision's old or new version is a fact of the match; see `readFacts`. */
  readonly revisesFact: boolean
}

/**
 * Inserts events, each with the origin at its place where origins are given; fails with a fault that `isConflict` knows
 * if a version of one is stored already.
 */
export async function insertEvents(
  tx: Transaction,
  events: readonly MatchEvent[],
  origins: readonly EventOrigin[] = [],
): Promise<void> {
  if (events.length === 0) return
  const values = [...columnsOf(events), ...originColumns(events.length, origins), statesOf(events)]
  await tx.query({ name: 'insert-events', text: insertText, values })
}

// One null stands for a whole column: unnest fills up the shorter arrays with nulls.
const noVersions = [[null], [null], [null], [null], [null], [null], [null]]

/** Nulls for the column's default; a column of nothing else is sent as one. */
const sparse = <T>(column: readonly (T | null)[]): readonly (T | null)[] =>
  column.every(value => value === null) ? [null] : column

function originColumns(length: number, origins: readonly EventOrigin[]): unknown[] {
  if (origins.length === 0) return [[null], [null], [null], ...noVersions]
  if (origins.length !== length) throw new Error('there must be an origin for each event')
  return [
    origins.map(origin => origin.topic),
    origins.map(origin => origin.partition),
    origins.map(origin => origin.offset.toString()),
    origins.map(({ version }) => version?.provider ?? ''),
    sparse(origins.map(({ version }) => version?.version || null)),
    sparse(origins.map(({ version }) => version?.revision ?? null)),
    sparse(origins.map(({ version }) => (version?.isClockTold === false ? false : null))),
    sparse(origins.map(({ version }) => version?.revisesFact || null)),
    sparse(origins.map(({ version }) => version?.revisionNanos || null)),
    sparse(origins.map(({ version }) => version?.clockSkewMs || null)),
  ]
}

const statesOf = (events: readonly MatchEvent[]): readonly (string | null)[] =>
  sparse(events.map(({ state }) => (state ? JSON.stringify(state) : null)))

const columnsOf = (events: readonly MatchEvent[]): unknown[] => [
  events.map(event => event.matchId),
  events.map(event => event.seq),
  events.map(event => event.epoch),
  events.map(event => event.source),
  events.map(event => event.sourceEventId),
  events.map(event => event.type),
  events.map(event => event.lane),
  events.map(event => event.occurredAt),
  events.map(event => event.ingestedAt),
  events.map(event => event.storedAt),
  events.map(event => event.clock.period),
  events.map(event => event.clock.seconds),
  events.map(event => event.score.home),
  events.map(event => event.score.away),
  events.map(event => event.correlationId),
  events.map(event => JSON.stringify(event.payload)),
  sparse(events.map(event => event.isBackup || null)),
]

interface EventRow {
  match_id: string
  seq: number
  epoch: number
  source: Source
  source_event_id: string
  type: string
  lane: Lane
  occurred_at: Date
  ingested_at: Date
  stored_at: Date
  period: number
  clock_seconds: number
  score_home: number
  score_away: number
  correlation_id: string
  payload: Record<string, unknown>
  is_backup: boolean
  clock_told: boolean
  state: CarriedState | null
}

const toEvent = (row: EventRow): MatchEvent =>
  ({
    matchId: row.match_id,
    epoch: row.epoch,
    seq: row.seq,
    type: row.type,
    lane: row.lane,
    source: row.source,
    sourceEventId: row.source_event_id,
    occurredAt: row.occurred_at.toISOString(),
    ingestedAt: row.ingested_at.toISOString(),
    storedAt: row.stored_at.toISOString(),
    clock: { period: row.period, seconds: row.clock_seconds },
    score: { home: row.score_home, away: row.score_away },
    correlationId: row.correlation_id,
    ...(row.is_backup && { isBackup: true }),
    ...(row.source === 'broadcast' && !row.clock_told && { isClockDerived: true }),
    ...(row.state && { state: row.state }),
    payload: row.payload,
  }) as MatchEvent

export interface EventRange {
  readonly matchId: string
  /** Events with a seq above this one. */
  readonly afterSeq: number
  readonly limit: number
  readonly lanes?: readonly Lane[] | undefined
}

/** Events in the order of seq. Index: match_events_pkey. */
export async function readEvents(db: Pick<Database, 'pool'>, range: EventRange): Promise<MatchEvent[]> {
  const { matchId, afterSeq, limit, lanes } = range
  const { rows } = await db.pool.query<EventRow>({
    name: lanes ? 'read-events-in-lanes' : 'read-events',
    text: `select * from match_events where match_id = $1 and seq > $2 ${lanes ? 'and lane = any($4::lane[])' : ''}
           order by seq limit $3`,
    values: lanes ? [matchId, afterSeq, limit, lanes] : [matchId, afterSeq, limit],
  })
  return rows.map(toEvent)
}

/** The events at these places that are there, in no order. Index: match_events_pkey. */
export async function readEventsAt(
  { pool }: Pick<Database, 'pool'>,
  places: readonly { readonly matchId: string; readonly seq: number }[],
): Promise<MatchEvent[]> {
  if (places.length === 0) return []
  const { rows } = await pool.query<EventRow>({
    name: 'read-events-at',
    text: `select e.* from unnest($1::text[], $2::int[]) as w(match_id, seq)
           join match_events e on e.match_id = w.match_id and e.seq = w.seq`,
    values: [places.map(place => place.matchId), places.map(place => place.seq)],
  })
  return rows.map(toEvent)
}

/** All events of several ranges, by match and seq. Index: match_events_pkey. */
export async function readRanges(tx: Transaction, ranges: readonly SeqRange[]): Promise<MatchEvent[]> {
  const { rows } = await tx.query<EventRow>({
    name: 'read-ranges',
    text: `select e.* from unnest($1::text[], $2::int[], $3::int[]) as r(match_id, first_seq, last_seq)
           cross join lateral (
             select * from match_events m where m.match_id = r.match_id and m.seq between r.first_seq and r.last_seq
             offset 0) e
           order by e.match_id, e.seq`,
    values: [
      ranges.map(range => range.matchId),
      ranges.map(range => range.firstSeq),
      ranges.map(range => range.lastSeq),
    ],
  })
  return rows.map(toEvent)
}

export interface SeqRange {
  readonly matchId: string
  readonly firstSeq: number
  readonly lastSeq: number
}
