import type { MatchState, MatchStatus } from '@touchline/contracts'
import type { Database } from '../database.ts'

type Store = Pick<Database, 'pool'>

/** Where a match stands in the desk's order: what runs first, and within that the newest match first. */
export interface DeskPlace {
  /** 0 live, 1 paused, 2 scheduled, 3 ended. */
  readonly rank: number
  readonly createdAt: Date
  readonly matchId: string
}

export interface DeskQuestion {
  readonly status?: MatchStatus | undefined
  /** In the match's id or its teams' names, in whatever case. */
  readonly text?: string | undefined
  readonly after?: DeskPlace | undefined
  readonly limit: number
}

export interface DeskRow extends DeskPlace {
  readonly epoch: number
  readonly lastSeq: number
  readonly state: MatchState
  readonly updatedAt: Date
}

const rank = `case status when 'live' then 0 when 'paused' then 1 when 'scheduled' then 2 else 3 end`

/**
 * Matches in the desk's order, which does not change with their events. Reads each match's row once (there are
 * thousands, not millions); no event.
 */
export async function listDeskMatches({ pool }: Store, question: DeskQuestion): Promise<DeskRow[]> {
  const { status, text, after, limit } = question
  const { rows } = await pool.query<DeskRow>({
    name: 'list-desk-matches',
    text: `select * from (
             select match_id as "matchId", ${rank} as rank, created_at as "createdAt", epoch, last_seq as "lastSeq", state,
               updated_at as "updatedAt"
             from matches
             where ($1::text is null or status = $1)
               and ($2::text is null or strpos(lower(concat_ws(' ', match_id, state->'fixture'->>'home',
                 state->'fixture'->>'away', state->'fixture'->>'competition')), lower($2)) > 0)) m
           where $3::int is null or (rank, -extract(epoch from "createdAt"), "matchId")
             > ($3, -extract(epoch from $4::timestamptz), $5)
           order by rank, "createdAt" desc, "matchId" limit $6`,
    values: [
      ...[status ?? null, text ?? null],
      ...[after?.rank ?? null, after?.createdAt ?? null, after?.matchId ?? null, limit],
    ],
  })
  return rows
}

/** Of how many matches each status is. */
export async function countDeskMatches({ pool }: Store): Promise<ReadonlyMap<MatchStatus, number>> {
  const { rows } = await pool.query<{ status: MatchStatus; n: number }>({
    name: 'count-desk-matches',
    text: 'select status, count(*)::int as n from matches group by status',
  })
  return new Map(rows.map(({ status, n }) => [status, n]))
}

export interface DeskFacts {
  readonly matchId: string
  /** Of its newest event; null where it has none. */
  readonly type: string | null
  readonly occurredAt: Date | null
  readonly ingestedAt: Date | null
  readonly storedAt: Date | null
  /** How far it has been sent on; null: not at all. */
  readonly relayedEpoch: number | null
  readonly relayedSeq: number | null
  readonly viewers: number
  /** Dead letters that may yet be replayed, at most `lettersMax`. */
  readonly deadLetters: number
  readonly parkedAt: Date | null
}

/** More dead letters of one match than this are not counted. */
export const lettersMax = 1_000
const freshMs = 10_000

/**
 * What else the desk tells of matches. Indexes, each asked once per match: match_events_pkey, relay_watermarks_pkey,
 * gateway_watermarks_match_id_idx, dead_letters_match_id_id_idx, parked_matches_pkey.
 */
export async function readDeskFacts({ pool }: Store, matchIds: readonly string[]): Promise<DeskFacts[]> {
  const { rows } = await pool.query<DeskFacts>({
    name: 'read-desk-facts',
    text: `select m.match_id as "matchId", e.type, e.occurred_at as "occurredAt", e.ingested_at as "ingestedAt",
             e.stored_at as "storedAt", w.epoch as "relayedEpoch", w.seq as "relayedSeq",
             (select coalesce(sum(sockets), 0)::float8 from gateway_watermarks g
              where g.match_id = m.match_id and g.reported_at > now() - $2::int * interval '1 ms') as viewers,
             (select count(*)::int from (select state from dead_letters d where d.match_id = m.match_id
                order by id desc limit $3) newest where state in ('dead', 'dead_again')) as "deadLetters",
             p.parked_at as "parkedAt"
           from matches m
           left join match_events e on e.match_id = m.match_id and e.seq = m.last_seq
           left join relay_watermarks w on w.match_id = m.match_id
           left join parked_matches p on p.match_id = m.match_id
           where m.match_id = any($1::text[])`,
    values: [matchIds, freshMs, lettersMax],
  })
  return rows
}

export interface SourceActivity {
  readonly matchId: string
  readonly source: string
  /** The start of the newest 10 s in which it told something. */
  readonly newestAt: Date
  /** Events in its newest full minute, and how many of those came late. */
  readonly eventsLastMinute: number
}

/**
 * What each source tells of matches, from the windows of 10 s: a source without any is missing. Index: match_windows_pkey,
 * read backwards from each source's newest.
 */
export async function readSourceActivity(
  { pool }: Store,
  { matchIds, now }: { readonly matchIds: readonly string[]; readonly now: Date },
): Promise<SourceActivity[]> {
  const { rows } = await pool.query<SourceActivity>({
    name: 'read-source-activity',
    text: `select m.match_id as "matchId", s.source, newest.starts_at as "newestAt",
             (select coalesce(sum(events), 0)::int from match_windows w where w.match_id = m.match_id and w.size_seconds = 10
                and w.source = s.source and w.starts_at >= $2::timestamptz - interval '60 s') as "eventsLastMinute"
           from unnest($1::text[]) as m(match_id)
           cross join unnest(array['sensor', 'broadcast', 'social']) as s(source)
           cross join lateral (select starts_at from match_windows w where w.match_id = m.match_id and w.size_seconds = 10
             and w.source = s.source order by starts_at desc limit 1) newest`,
    values: [matchIds, now],
  })
  return rows
}

export interface SourceFacts {
  readonly source: string
  /** Of its newest event among the match's newest 2,000; null where it has none among them. */
  readonly lastSeq: number | null
  readonly lastType: string | null
  readonly lastOccurredAt: Date | null
  readonly lastStoredAt: Date | null
  /** Stretches of 10 s without an event of it, between its first and its newest window of the last ten minutes. */
  readonly quietWindows: number
  /** Dead letters that may yet be replayed, among the match's newest 1,000. */
  readonly deadLetters: number
  /** Of its own topic; null where nothing of it was accounted for yet. */
  readonly account: SourceAccount | null
}

export interface SourceAccount {
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly revised: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
  readonly lost: number
}

/** How each source of a match does. Indexes: match_events_pkey, match_windows_pkey, dead_letters_match_id_id_idx, accounts_pkey. */
export async function readSourceFacts({ pool }: Store, matchId: string): Promise<SourceFacts[]> {
  const { rows } = await pool.query<SourceFacts>({
    name: 'read-source-facts',
    text: `with newest as materialized (
             select source::text as source, seq, type, occurred_at, stored_at from match_events
             where match_id = $1 order by seq desc limit 2000),
           letters as materialized (
             select source::text as source, state from dead_letters where match_id = $1 order by id desc limit $2)
           select s.source, e.seq as "lastSeq", e.type as "lastType", e.occurred_at as "lastOccurredAt",
             e.stored_at as "lastStoredAt",
             (select coalesce(greatest(0, round(extract(epoch from max(starts_at) - min(starts_at)) / 10) + 1 - count(*)), 0)::int
              from match_windows w
              where w.match_id = $1 and w.size_seconds = 10 and w.source = s.source and w.starts_at > (
                select max(starts_at) - interval '600 s' from match_windows x
                where x.match_id = $1 and x.size_seconds = 10 and x.source = s.source)) as "quietWindows",
             (select count(*)::int from letters d
              where d.source = s.source and d.state in ('dead', 'dead_again')) as "deadLetters",
             (select json_build_object('accepted', accepted, 'stored', stored, 'duplicate', duplicate, 'revised', revised, 'dead', dead,
                'superseded', superseded, 'shed', shed, 'lost', lost) from accounts a
              where a.topic = s.source || '-events' and a.match_id = $1) as account
           from unnest(array['broadcast', 'sensor', 'social']) as s(source)
           left join lateral (select * from newest n where n.source = s.source order by seq desc limit 1) e on true`,
    values: [matchId, lettersMax],
  })
  return rows
}

export interface ParkedState {
  readonly attempts: number
  readonly errorCode: string
  readonly errorMessage: string
  readonly parkedAt: Date
  readonly dueAt: Date
  /** Waiting records, at most 10,000 of them counted. */
  readonly records: number
}

/** Indexes: parked_matches_pkey, parked_records_match_id_id_idx. */
export async function readParkedState({ pool }: Store, matchId: string): Promise<ParkedState | undefined> {
  const { rows } = await pool.query<ParkedState>({
    name: 'read-parked-state',
    text: `select attempts, error_code as "errorCode", error_message as "errorMessage", parked_at as "parkedAt",
             due_at as "dueAt", (select count(*)::int from (
               select from parked_records r where r.match_id = p.match_id limit 10000) waiting) as records
           from parked_matches p where match_id = $1`,
    values: [matchId],
  })
  return rows[0]
}
