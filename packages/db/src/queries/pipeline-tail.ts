import type { Lane, Source } from '@touchline/contracts'
import type { Database } from '../database.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

interface EventRow {
  matchId: string
  epoch: number
  seq: number
  source: Source
  sourceEventId: string
  type: string
  lane: Lane
  correlationId: string
  occurredAt: Date
  ingestedAt: Date
  storedAt: Date
  /** Null where it is larger than 16 KiB. */
  payload: unknown
  payloadBytes: number
}
/** A stored event as a tail shows it; times in ISO 8601. */
export type TailedEvent = WithIsoTimes<EventRow>

export interface TailQuestion {
  readonly source?: Source | undefined
  readonly lane?: Lane | undefined
  readonly limit: number
}

const eventColumns = `e.match_id as "matchId", e.epoch, e.seq, e.source, e.source_event_id as "sourceEventId", e.type, e.lane,
  e.correlation_id as "correlationId", e.occurred_at as "occurredAt", e.ingested_at as "ingestedAt",
  e.stored_at as "storedAt", octet_length(e.payload::text) as "payloadBytes",
  case when octet_length(e.payload::text) <= 16384 then e.payload end as payload`

/**
 * The newest events, sampled: of the eight matches that changed last, from their last 2,000 events. Index:
 * match_events_pkey, read backwards; the matches are read once.
 */
export async function tailEvents(
  { pool }: Pick<Database, 'pool'>,
  { source, lane, limit }: TailQuestion,
): Promise<TailedEvent[]> {
  const { rows } = await pool.query<EventRow>({
    name: 'tail-events',
    text: `select ${eventColumns} from (select match_id, last_seq from matches order by updated_at desc limit 8) m
           cross join lateral (select * from match_events n where n.match_id = m.match_id
             and n.seq > m.last_seq - 2000 and ($1::source is null or n.source = $1::source)
             and ($2::lane is null or n.lane = $2::lane) order by n.seq desc limit $3) e
           order by e.stored_at desc, e.match_id, e.seq desc limit $3`,
    values: [source ?? null, lane ?? null, limit],
  })
  return rows.map(withIsoTimes)
}

interface LetterRow {
  id: string
  source: Source
  stage: string
  matchId: string
  type: string
  errorCode: string
  originAt: Date
  failedAt: Date
  correlationId: string
}
export type TailedLetter = WithIsoTimes<LetterRow>

/** The newest dead letters of a source: of the last 500 of all. Index: dead_letters_last_failed_at_id_idx. */
export async function tailLetters(
  { pool }: Pick<Database, 'pool'>,
  {
    source,
    atDoor,
    limit,
  }: { readonly source?: Source | undefined; readonly atDoor: boolean; readonly limit: number },
): Promise<TailedLetter[]> {
  const { rows } = await pool.query<LetterRow>({
    name: 'tail-letters',
    text: `select id, source, stage, match_id as "matchId", event_type as type, error_code as "errorCode",
             origin_at as "originAt", last_failed_at as "failedAt", correlation_id as "correlationId"
           from (select * from dead_letters order by last_failed_at desc, id desc limit 500) d
           where ($1::source is null or d.source = $1::source) and (d.stage = 'ingest') = $2
           order by d.last_failed_at desc, d.id desc limit $3`,
    values: [source ?? null, atDoor, limit],
  })
  return rows.map(withIsoTimes)
}

type PassedRow = EventRow & { at: Date; instance: string | null; sockets: number | null }
/** An event at which a relay, or a gateway, stands. */
export type PassedEvent = WithIsoTimes<PassedRow>

/** The event up to which each match was published last; newest first. Index: match_events_pkey; a row per match is read. */
export async function tailPublished({ pool }: Pick<Database, 'pool'>, limit: number): Promise<PassedEvent[]> {
  const { rows } = await pool.query<PassedRow>({
    name: 'tail-published',
    text: `select ${eventColumns}, w.published_at as at, null::text as instance, null::int as sockets
           from (select * from relay_watermarks order by published_at desc limit $1) w
           join match_events e on e.match_id = w.match_id and e.seq = w.seq order by w.published_at desc`,
    values: [limit],
  })
  return rows.map(withIsoTimes)
}

/** The event that each gateway has written last of each match. Indexes: gateway_watermarks_reported_at_idx, match_events_pkey. */
export async function tailDelivered({ pool }: Pick<Database, 'pool'>, limit: number): Promise<PassedEvent[]> {
  const { rows } = await pool.query<PassedRow>({
    name: 'tail-delivered',
    text: `select ${eventColumns}, w.reported_at as at, w.instance, w.sockets
           from (select * from gateway_watermarks order by reported_at desc limit $1) w
           join match_events e on e.match_id = w.match_id and e.seq = w.seq
           order by w.reported_at desc, e.stored_at desc`,
    values: [limit],
  })
  return rows.map(withIsoTimes)
}
