import type { MatchEvent, Source } from '@touchline/contracts'
import type { Database } from '../database.ts'
import { readEventsAt } from './events.ts'
import type { FeedSessionRow, LetterEvidence } from './feed-evidence.ts'

type Store = Pick<Database, 'pool'>

/** A stored event, and what its row tells beside it. */
export interface StoredEvent {
  readonly event: MatchEvent
  /** Where its record stands in the log; null where that was not kept. */
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: string } | null
  /** The transaction that stored it, and the events of its match that were stored with it. */
  readonly transaction: {
    readonly id: string
    readonly events: number
    readonly firstSeq: number
    readonly lastSeq: number
  }
}

/** A batch has no more events than this. */
const batchMax = 5_000

/** Index: match_events_pkey; its neighbours in the match are looked through for those of its transaction. */
export async function readStoredEvent(
  { pool }: Store,
  { matchId, seq }: { readonly matchId: string; readonly seq: number },
): Promise<StoredEvent | undefined> {
  const [[event], { rows }] = await Promise.all([
    readEventsAt({ pool }, [{ matchId, seq }]),
    pool.query<OriginRow>({
      name: 'read-event-origin',
      text: `select e.origin_topic as topic, e.origin_partition as "partition", e.origin_offset as "offset",
               e.xmin::text as id, t.events, t.first_seq as "firstSeq", t.last_seq as "lastSeq"
             from match_events e cross join lateral (
               select count(*)::int as events, min(o.seq) as first_seq, max(o.seq) as last_seq from match_events o
               where o.match_id = $1 and o.seq between $2 - $3::int and $2 + $3::int and o.xmin = e.xmin) t
             where e.match_id = $1 and e.seq = $2`,
      values: [matchId, seq, batchMax],
    }),
  ])
  const [row] = rows
  if (!event || !row) return undefined
  const { topic, partition, offset, ...transaction } = row
  const origin = topic === null || partition === null || offset === null ? null : { topic, partition, offset }
  return { event, origin, transaction }
}

interface OriginRow {
  readonly topic: string | null
  readonly partition: number | null
  readonly offset: string | null
  readonly id: string
  readonly events: number
  readonly firstSeq: number
  readonly lastSeq: number
}

export interface AttemptLetter extends LetterEvidence {
  readonly provider: string
  readonly stage: string
  readonly disposition: string
  readonly firstFailedAt: Date
  readonly deaths: number
  readonly traceparent: string
  readonly sourceEventId: string
}

const letterColumns = `id, match_id as "matchId", state, error_code as "errorCode", last_failed_at as "lastFailedAt",
  settled_at as "settledAt", provider, stage, disposition, first_failed_at as "firstFailedAt", deaths, traceparent,
  source_event_id as "sourceEventId"`
const newestLooked = 1_000

export interface AttemptQuestion {
  readonly source: Source
  readonly sourceEventId: string
  readonly matchId: string
  readonly correlationId: string
}

/**
 * Dead letters of an event: under its id, and under its correlation id among the newest 1,000 of its match. The oldest
 * first, at most 20. Indexes: dead_letters_source_source_event_id_correlation_id_idx, dead_letters_match_id_id_idx.
 */
export async function readAttempts({ pool }: Store, question: AttemptQuestion): Promise<AttemptLetter[]> {
  const { source, sourceEventId, matchId, correlationId } = question
  const { rows } = await pool.query<AttemptLetter>({
    name: 'read-attempts-of-event',
    text: `select ${letterColumns} from dead_letters where source = $1::source and source_event_id = $2
           union
           select ${letterColumns} from (
             select * from dead_letters where match_id = $3 order by id desc limit ${newestLooked}) newest
           where correlation_id = $4 and correlation_id <> ''
           order by "firstFailedAt" limit 20`,
    values: [source, sourceEventId, matchId, correlationId],
  })
  return rows
}

export interface AttemptReplay {
  readonly replayId: string
  readonly letterId: string
  readonly requestedBy: string
  readonly reason: string
  readonly sentAt: Date | null
  readonly settledAt: Date | null
  readonly outcome: string | null
  /** Whether a corrected event was sent in the letter's place. */
  readonly isEdited: boolean
}

const replayColumns = `r.id as "replayId", i.dead_letter_id as "letterId", r.requested_by as "requestedBy", r.reason,
  i.sent_at as "sentAt", i.settled_at as "settledAt", i.outcome, i.edited is not null as "isEdited"`

/** Live replays of letters, the oldest first, at most 50. Index: replay_items_dead_letter_id_idx. */
export async function readAttemptReplays(
  { pool }: Store,
  letterIds: readonly string[],
): Promise<AttemptReplay[]> {
  if (letterIds.length === 0) return []
  const { rows } = await pool.query<AttemptReplay>({
    name: 'read-replays-of-letters',
    text: `select ${replayColumns} from replay_items i join replays r on r.id = i.replay_id
           where i.dead_letter_id = any($1::bigint[]) and r.mode = 'live' order by r.id limit 50`,
    values: [letterIds],
  })
  return rows
}

/** The item of a replay that sent a corrected event of this id. Index: replay_items_pkey. */
export async function findCorrectedItem(
  { pool }: Store,
  { replayId, sourceEventId }: { readonly replayId: string; readonly sourceEventId: string },
): Promise<AttemptReplay | undefined> {
  const { rows } = await pool.query<AttemptReplay>({
    name: 'find-corrected-item',
    text: `select ${replayColumns} from replay_items i join replays r on r.id = i.replay_id
           where i.replay_id = $1 and i.new_source_event_id = $2 limit 1`,
    values: [replayId, sourceEventId],
  })
  return rows[0]
}

export interface GatewayMark {
  readonly instance: string
  readonly epoch: number
  readonly seq: number
  readonly sockets: number
  readonly reportedAt: Date
}

/** How far gateways have come with a match, at most 200. Index: gateway_watermarks_match_id_idx. */
export async function readGatewayMarks({ pool }: Store, matchId: string): Promise<GatewayMark[]> {
  const { rows } = await pool.query<GatewayMark>({
    name: 'read-gateway-marks',
    text: `select instance, epoch, seq, sockets, reported_at as "reportedAt" from gateway_watermarks
           where match_id = $1 order by instance limit 200`,
    values: [matchId],
  })
  return rows
}

export interface MatchSessionRow extends FeedSessionRow {
  readonly fan: string
}

const sessionsLooked = 20_000

/**
 * Feeds of a match that were open at a time, among the 20,000 that began last before it, and half as many that began
 * after it; at most `limit`. Index: feed_sessions_match_id_started_at_idx.
 */
export async function readMatchSessions(
  { pool }: Store,
  { matchId, around, limit }: { readonly matchId: string; readonly around: Date; readonly limit: number },
): Promise<MatchSessionRow[]> {
  const those = 'select * from feed_sessions where match_id = $1'
  const { rows } = await pool.query<MatchSessionRow>({
    name: 'read-match-sessions',
    text: `with near as (
             (select * from (${those} and started_at <= $2 order by started_at desc limit ${sessionsLooked}) before
               where coalesce(ended_at, 'infinity') >= $2 order by started_at desc limit $3::int)
             union all (${those} and started_at > $2 order by started_at limit $3::int / 2))
           select n.session_id as "sessionId", n.instance, n.connection_id as "connectionId", n.transport, n.fan,
             n.lanes::text[] as lanes, n.delay_seconds as "delaySeconds", n.epoch, n.after_seq as "afterSeq",
             n.started_at as "startedAt", n.end_epoch as "endEpoch", n.end_seq as "endSeq", n.ended_at as "endedAt",
             n.end_reason as "endReason", r.reported_at as "reportedAt", g.epoch as "reachedEpoch",
             g.seq as "reachedSeq", g.reported_at as "reachedAt"
           from near n
           left join stage_reports r on r.stage = 'gateway' and r.instance = n.instance
           left join gateway_watermarks g on g.instance = n.instance and g.match_id = n.match_id
           limit $3::int`,
    values: [matchId, around, limit],
  })
  return rows
}

export interface CorrectionOfEvent {
  readonly id: string
  readonly reason: string
  readonly requestedBy: string
  readonly createdAt: Date
  readonly sentAt: Date | null
}

/** The operator's correction that an event is. Index: corrections_source_event_id_key. */
export async function findCorrection(
  { pool }: Store,
  sourceEventId: string,
): Promise<CorrectionOfEvent | undefined> {
  const { rows } = await pool.query<CorrectionOfEvent>({
    name: 'find-correction-of-event',
    text: `select id, reason, requested_by as "requestedBy", created_at as "createdAt", sent_at as "sentAt"
           from corrections where source_event_id = $1`,
    values: [sourceEventId],
  })
  return rows[0]
}
