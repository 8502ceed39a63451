import type { MatchState, Score } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { readableText } from './readable-json.ts'

export interface CorrectionRow {
  readonly id: string
  readonly matchId: string
  readonly type: string
  readonly sourceEventId: string
  /** The event, as it goes into the log. */
  readonly event: Readonly<Record<string, unknown>>
  readonly reason: string
  readonly requestedBy: string
  readonly createdAt: Date
  /** When a processor had put it into the log. */
  readonly sentAt: Date | null
}

const columns = `c.id, c.match_id as "matchId", c.type, c.source_event_id as "sourceEventId", c.event, c.reason,
  c.requested_by as "requestedBy", c.created_at as "createdAt", c.sent_at as "sentAt"`

/** The id of a correction that is about to be written; gaps are no harm. */
export async function nextCorrectionId(tx: Transaction): Promise<string> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'next-correction-id',
    text: `select nextval(pg_get_serial_sequence('corrections', 'id')) as id`,
  })
  const [row] = rows
  if (!row) throw new Error('a sequence always gives')
  return row.id
}

export async function insertCorrection(
  tx: Transaction,
  correction: Omit<CorrectionRow, 'createdAt' | 'sentAt'>,
): Promise<CorrectionRow> {
  const { id, matchId, type, sourceEventId, event, reason, requestedBy } = correction
  const { rows } = await tx.query<CorrectionRow>({
    name: 'insert-correction',
    text: `insert into corrections as c (id, match_id, type, source_event_id, event, reason, requested_by)
           values ($1, $2, $3, $4, $5::jsonb, $6, $7) returning ${columns}`,
    values: [id, matchId, type, sourceEventId, JSON.stringify(event), reason, requestedBy],
  })
  const [row] = rows
  if (!row) throw new Error('the correction was not written')
  return row
}

export interface CorrectionOutcome extends CorrectionRow {
  /** Where it is stored; null: not yet. */
  readonly seq: number | null
  readonly storedAt: Date | null
  /** The newest dead letter of its id; null: none. */
  readonly letterId: string | null
}

export interface CorrectionsQuestion {
  readonly matchId: string
  /** Of the event that they are. */
  readonly type: string
  readonly beforeId?: string | undefined
  readonly limit: number
}

/**
 * A match's corrections of one type, the newest first, and what became of each. Indexes: corrections_match_id_id_idx,
 * match_events_identity_key, dead_letters_source_source_event_id_correlation_id_idx.
 */
export async function listCorrections(
  { pool }: Pick<Database, 'pool'>,
  { matchId, type, beforeId, limit }: CorrectionsQuestion,
): Promise<CorrectionOutcome[]> {
  const { rows } = await pool.query<CorrectionOutcome>({
    name: 'list-corrections',
    text: `select ${columns}, e.seq, e.stored_at as "storedAt",
             (select max(d.id) from dead_letters d
              where d.source = 'broadcast' and d.source_event_id = c.source_event_id) as "letterId"
           from corrections c
           left join match_events e on e.source = 'broadcast' and e.source_event_id = c.source_event_id
             and e.match_id = c.match_id and e.version = 0
           where c.match_id = $1 and c.type = $4 and c.id < coalesce($2::bigint, 9223372036854775807)
           order by c.id desc limit $3`,
    values: [matchId, beforeId ?? null, limit, type],
  })
  return rows
}

export interface MatchToCorrect {
  readonly epoch: number
  readonly lastSeq: number
  readonly state: MatchState
}

/** A match as it is now, and nobody else corrects it until the transaction ends. Index: matches_pkey. */
export async function holdMatchForCorrection(
  tx: Transaction,
  matchId: string,
): Promise<MatchToCorrect | undefined> {
  await tx.query({
    name: 'lock-correction',
    text: 'select pg_advisory_xact_lock(727204, hashtext($1))',
    values: [matchId],
  })
  const { rows } = await tx.query<MatchToCorrect>({
    name: 'match-to-correct',
    text: 'select epoch, last_seq as "lastSeq", state from matches where match_id = $1',
    values: [matchId],
  })
  return rows[0]
}

/** The score after an event; undefined where there is no such event. Index: match_events_pkey. */
export async function scoreAt(
  tx: Transaction,
  { matchId, seq }: { readonly matchId: string; readonly seq: number },
): Promise<(Score & { readonly epoch: number }) | undefined> {
  const { rows } = await tx.query<Score & { epoch: number }>({
    name: 'score-at',
    text: 'select epoch, score_home as home, score_away as away from match_events where match_id = $1 and seq = $2',
    values: [matchId, seq],
  })
  return rows[0]
}

/**
 * Whether a correction of the match is on its way: asked for lately, and neither stored nor dead. Indexes as in
 * `listCorrections`.
 */
export async function isCorrectionUnderWay(
  tx: Transaction,
  { matchId, withinMs }: { readonly matchId: string; readonly withinMs: number },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'correction-under-way',
    text: `select from (select * from corrections where match_id = $1 order by id desc limit 20) c
           where c.created_at > now() - $2::int * interval '1 ms'
             and not exists (select from match_events e where e.source = 'broadcast' and e.source_event_id = c.source_event_id
               and e.match_id = c.match_id)
             and not exists (select from dead_letters d where d.source = 'broadcast' and d.source_event_id = c.source_event_id)
           limit 1`,
    values: [matchId, withinMs],
  })
  return (rowCount ?? 0) > 0
}

export interface CountedGoal {
  readonly seq: number
  readonly sourceEventId: string
  readonly team: string | null
  readonly player: string | null
  readonly occurredAt: Date
  readonly period: number
  readonly clockSeconds: number
  readonly home: number
  readonly away: number
}

/**
 * Goals of a match that count: those since the score was last corrected, the newest first. The score only rises between
 * corrections, so that each goal is found by halving, in about 20 looks. Index: match_events_pkey.
 */
export async function readCountedGoals(
  { pool }: Pick<Database, 'pool'>,
  { matchId, lastSeq, goals, since }: GoalsQuestion,
): Promise<CountedGoal[]> {
  const { rows } = await pool.query<GoalRow>({
    name: 'read-counted-goals',
    text: `with recursive halves(goals, low, high) as (
             select goals, 0, $2::int from generate_series(greatest($3::int - 40, 0), $3::int - 1) as goals where $2 > 0
             union all
             select goals, case when score > goals then low else middle end, case when score > goals then middle else high end
             from (select goals, low, high, (low + high) / 2 as middle, coalesce((select score_home + score_away
                     from match_events where match_id = $1 and seq = (low + high) / 2), 0) as score
                   from halves where high - low > 1) as looked)
           select e.seq, e.source_event_id as "sourceEventId", e.payload,
             e.occurred_at as "occurredAt", e.period, e.clock_seconds as "clockSeconds",
             e.score_home as home, e.score_away as away
           from (select distinct high as seq from halves where high - low = 1) as at
           join match_events e on e.match_id = $1 and e.seq = at.seq
           where e.type = 'goal-scored' and ($4::timestamptz is null or e.occurred_at > $4) order by e.seq desc`,
    values: [matchId, lastSeq, goals, since],
  })
  return rows.map(({ payload, ...goal }) => ({
    ...goal,
    team: readableText(payload.team),
    player: readableText(payload.player),
  }))
}

/** A payload is taken apart here: the database can't, where a text in it is ill-formed. */
interface GoalRow extends Omit<CountedGoal, 'team' | 'player'> {
  readonly payload: Readonly<Record<string, unknown>>
}

export interface GoalsQuestion {
  readonly matchId: string
  readonly lastSeq: number
  /** Of both sides together. */
  readonly goals: number
  /** When the score was last corrected, ISO 8601; null: never. */
  readonly since: string | null
}

/** Dead letters of goals of a match that may yet be replayed, at most `limit`. Index: dead_letters_match_id_id_idx. */
export async function readDeadGoals(
  { pool }: Pick<Database, 'pool'>,
  { matchId, limit }: { readonly matchId: string; readonly limit: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'read-dead-goals',
    text: `select id from (select * from dead_letters where match_id = $1 order by id desc limit 10000) d
           where event_type = 'goal-scored' and state in ('dead', 'dead_again', 'replaying') order by id desc limit $2`,
    values: [matchId, limit],
  })
  return rows.map(row => row.id)
}

const sendLock = 727_205

/**
 * Takes the oldest corrections that are in no log yet; none where somebody else does that now. Send it in the
 * transaction that marks them. Index: corrections_sent_at_id_idx.
 */
export async function takeUnsentCorrections(tx: Transaction, limit: number): Promise<CorrectionRow[]> {
  const { rows: locks } = await tx.query<{ mine: boolean }>({
    name: 'lock-corrections',
    text: 'select pg_try_advisory_xact_lock($1) as mine',
    values: [sendLock],
  })
  if (locks[0]?.mine !== true) return []
  const { rows } = await tx.query<CorrectionRow>({
    name: 'take-unsent-corrections',
    text: `select ${columns} from corrections c where sent_at is null order by id limit $1`,
    values: [limit],
  })
  return rows
}

export async function markCorrectionsSent(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query({
    name: 'mark-corrections-sent',
    text: 'update corrections set sent_at = now() where id = any($1::bigint[]) and sent_at is null',
    values: [ids],
  })
}
