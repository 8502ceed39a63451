import type { Lane, Position, Source } from '@touchline/contracts'
import type { Database } from '../database.ts'
import { shardOf } from './outbox.ts'

type Store = Pick<Database, 'pool'>

/** Where a source event first stands among the stored ones. Index: match_events_identity_key. */
export async function findEventPlace(
  { pool }: Store,
  { source, sourceEventId }: { readonly source: Source; readonly sourceEventId: string },
): Promise<(Position & { readonly matchId: string }) | undefined> {
  const { rows } = await pool.query<Position & { matchId: string }>({
    name: 'find-event-place',
    text: `select match_id as "matchId", epoch, seq from match_events
           where source = $1::source and source_event_id = $2 order by stored_at, seq limit 1`,
    values: [source, sourceEventId],
  })
  return rows[0]
}

export interface LetterEvidence {
  readonly id: string
  readonly matchId: string
  readonly state: string
  readonly errorCode: string
  readonly lastFailedAt: Date
  readonly settledAt: Date | null
}

/** The dead letters of a source event, the newest first. Index: dead_letters_source_source_event_id_correlation_id_idx. */
export async function findLetters(
  { pool }: Store,
  { source, sourceEventId }: { readonly source: Source; readonly sourceEventId: string },
): Promise<LetterEvidence[]> {
  const { rows } = await pool.query<LetterEvidence>({
    name: 'find-letters-of-event',
    text: `select id, match_id as "matchId", state, error_code as "errorCode", last_failed_at as "lastFailedAt",
             settled_at as "settledAt"
           from dead_letters where source = $1::source and source_event_id = $2 order by last_failed_at desc limit 10`,
    values: [source, sourceEventId],
  })
  return rows
}

export interface RelayEvidence {
  /** Since when it has waited to be published; null: it does not. */
  readonly waitingSince: Date | null
  /** How far the match has been published, and when that was noted. */
  readonly published: (Position & { readonly at: Date }) | null
  /** Since when its match is parked; null: it is not. */
  readonly parkedAt: Date | null
}

/** Indexes: outbox_shard_id_idx, relay_watermarks_pkey, parked_matches_pkey. */
export async function readRelayEvidence(
  { pool }: Store,
  { matchId, epoch, seq }: Position & { readonly matchId: string },
): Promise<RelayEvidence> {
  const { rows } = await pool.query<RelayRow>({
    name: 'read-relay-evidence',
    text: `select (select min(created_at) from outbox where shard = $1 and match_id = $2 and epoch = $3
               and first_seq <= $4 and last_seq >= $4) as "waitingSince", w.epoch, w.seq, w.published_at as at,
             (select parked_at from parked_matches where match_id = $2) as "parkedAt"
           from (select) as one left join relay_watermarks w on w.match_id = $2`,
    values: [shardOf(matchId), matchId, epoch, seq],
  })
  const [row] = rows
  return {
    waitingSince: row?.waitingSince ?? null,
    parkedAt: row?.parkedAt ?? null,
    published: row?.at ? { epoch: row.epoch, seq: row.seq, at: row.at } : null,
  }
}

interface RelayRow extends Position {
  readonly waitingSince: Date | null
  readonly parkedAt: Date | null
  /** Null where nothing has been published. */
  readonly at: Date | null
}

export interface FeedSessionRow {
  readonly sessionId: string
  readonly instance: string
  readonly connectionId: string
  readonly transport: string
  readonly lanes: readonly Lane[]
  readonly delaySeconds: number
  readonly epoch: number
  readonly afterSeq: number
  readonly startedAt: Date
  readonly endEpoch: number | null
  readonly endSeq: number | null
  readonly endedAt: Date | null
  readonly endReason: string | null
  /** When its gateway last reported; null: long ago. */
  readonly reportedAt: Date | null
  /** How far that gateway had come with the match, and when it said so. */
  readonly reachedEpoch: number | null
  readonly reachedSeq: number | null
  readonly reachedAt: Date | null
}

export interface SessionQuestion {
  /** One of the two: the fan as the journal names it, or a connection. */
  readonly fan?: string | undefined
  readonly connectionId?: string | undefined
  readonly matchId: string
  /** Those that began nearest to this are read. */
  readonly around: Date
}

const sessionsEachWay = 100

/**
 * A fan's or a connection's feeds of a match, oldest first: 100 that began before a time, and 100 after. Indexes:
 * feed_sessions_fan_match_id_started_at_idx, feed_sessions_connection_id_idx.
 */
export async function readFeedSessions(
  { pool }: Store,
  question: SessionQuestion,
): Promise<FeedSessionRow[]> {
  const { fan, connectionId, matchId, around } = question
  const who = fan === undefined ? 'connection_id' : 'fan'
  const those = `select * from feed_sessions where ${who} = $1 and match_id = $2`
  const { rows } = await pool.query<FeedSessionRow>({
    name: `read-feed-sessions-by-${who}`,
    text: `with near as (
             (${those} and started_at <= $3 order by started_at desc limit $4) union all
             (${those} and started_at > $3 order by started_at limit $4))
           select n.session_id as "sessionId", n.instance, n.connection_id as "connectionId", n.transport,
             n.lanes::text[] as lanes, n.delay_seconds as "delaySeconds", n.epoch, n.after_seq as "afterSeq",
             n.started_at as "startedAt", n.end_epoch as "endEpoch", n.end_seq as "endSeq", n.ended_at as "endedAt",
             n.end_reason as "endReason", r.reported_at as "reportedAt", g.epoch as "reachedEpoch",
             g.seq as "reachedSeq", g.reported_at as "reachedAt"
           from near n
           left join stage_reports r on r.stage = 'gateway' and r.instance = n.instance
           left join gateway_watermarks g on g.instance = n.instance and g.match_id = n.match_id
           order by n.started_at`,
    values: [fan ?? connectionId, matchId, around, sessionsEachWay],
  })
  return rows
}

export interface OmissionRow {
  readonly sessionId: string
  readonly afterSeq: number
  readonly upToSeq: number
  readonly kind: string
  readonly at: Date
}

/** The markers that stood for an event in these sessions. Index: feed_omissions_session_id_after_seq_idx. */
export async function readOmissions(
  { pool }: Store,
  sessionIds: readonly string[],
  { epoch, seq }: Position,
): Promise<OmissionRow[]> {
  if (sessionIds.length === 0) return []
  const { rows } = await pool.query<OmissionRow>({
    name: 'read-omissions',
    text: `select session_id as "sessionId", after_seq as "afterSeq", up_to_seq as "upToSeq", kind, at
           from feed_omissions
           where session_id = any($1::uuid[]) and epoch = $2 and after_seq < $3 and up_to_seq >= $3`,
    values: [sessionIds, epoch, seq],
  })
  return rows
}
