import type { ReplayMode, ReplayOutcome, ReplayState } from '@touchline/contracts'
import type { Database } from '../../database.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface ReplayRow {
  id: string
  mode: ReplayMode
  state: ReplayState
  /** What chose the letters, as it was asked. */
  query: unknown
  reason: string
  requestedBy: string
  ratePerSecond: number
  canary: boolean
  canaryStep: number
  total: number
  stopReason: string | null
  /** Who agreed or refused, where two people are needed; of a replay that the system made, the system. */
  decidedBy: string | null
  decidedAt: Date | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}
export type ReplaySummary = WithIsoTimes<ReplayRow>

const columns = `id, mode, state, query, reason, requested_by as "requestedBy", rate_per_second as "ratePerSecond",
  canary, canary_step as "canaryStep", total, stop_reason as "stopReason",
  decided_by as "decidedBy", decided_at as "decidedAt", created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`

export interface ReplayPage {
  readonly states?: readonly ReplayState[] | undefined
  /** Older than this one. */
  readonly beforeId?: string | undefined
  readonly limit: number
}

/** The newest first. Index: replays_pkey. */
export async function listReplays(db: Pick<Database, 'pool'>, page: ReplayPage): Promise<ReplaySummary[]> {
  const { rows } = await db.pool.query<ReplayRow>({
    name: 'list-replays',
    text: `select ${columns} from replays
           where ($1::bigint is null or id < $1) and ($2::replay_state[] is null or state = any($2))
           order by id desc limit $3`,
    values: [page.beforeId ?? null, page.states ?? null, page.limit],
  })
  return rows.map(withIsoTimes)
}

/** Index: replays_pkey. */
export async function getReplay(db: Pick<Database, 'pool'>, id: string): Promise<ReplaySummary | undefined> {
  const { rows } = await db.pool.query<ReplayRow>({
    name: 'get-replay',
    text: `select ${columns} from replays where id = $1`,
    values: [id],
  })
  return rows[0] && withIsoTimes(rows[0])
}

export interface ReplayItemCounts {
  readonly sent: number
  /** Of these, sent more than once, for nothing came of them at first. */
  readonly sentAgain: number
  readonly settled: number
  /** Settled within the last ten seconds. */
  readonly settledLately: number
  /** Replayed with a corrected event. */
  readonly corrected: number
  readonly outcomes: Partial<Record<ReplayOutcome, number>>
}

/** How far a replay has come. Reads its items once. Index: replay_items_pkey. */
export async function countReplayItems(db: Pick<Database, 'pool'>, id: string): Promise<ReplayItemCounts> {
  const { rows } = await db.pool.query<{
    outcome: ReplayOutcome | null
    n: number
    sent: number
    again: number
    lately: number
    corrected: number
  }>({
    name: 'count-replay-items',
    text: `select outcome, count(*)::int as n, count(sent_at)::int as sent,
             count(*) filter (where sends > 1)::int as again,
             count(*) filter (where settled_at > now() - interval '10 s')::int as lately,
             count(edited)::int as corrected
           from replay_items where replay_id = $1 group by outcome order by outcome`,
    values: [id],
  })
  const settled = rows.filter(row => row.outcome !== null)
  const sum = (
    counted: readonly (typeof rows)[number][],
    name: 'n' | 'sent' | 'again' | 'lately' | 'corrected',
  ) => counted.reduce((total, row) => total + row[name], 0)
  return {
    sent: sum(rows, 'sent'),
    sentAgain: sum(rows, 'again'),
    settled: sum(settled, 'n'),
    settledLately: sum(settled, 'lately'),
    corrected: sum(rows, 'corrected'),
    outcomes: Object.fromEntries(settled.map(row => [row.outcome, row.n])),
  }
}

export interface ReplayFailure {
  readonly fingerprint: string | null
  readonly errorCode: string | null
  readonly message: string | null
  readonly letters: number
  /** One of them. */
  readonly letterId: string
}

/** What failed, or would, by fingerprint; the most frequent first. Index: replay_items_pkey. */
export async function groupReplayFailures(
  db: Pick<Database, 'pool'>,
  id: string,
  limit: number,
): Promise<ReplayFailure[]> {
  const { rows } = await db.pool.query<ReplayFailure>({
    name: 'group-replay-failures',
    text: `select fingerprint, error_code as "errorCode", min(message) as message, count(*)::int as letters,
             min(dead_letter_id) as "letterId"
           from replay_items where replay_id = $1 and outcome in ('dead_again', 'would_fail')
           group by 1, 2 order by letters desc, 1 limit $2`,
    values: [id, limit],
  })
  return rows
}

export interface ReplaySuperseded {
  readonly matchId: string
  /** Of the stored event, where one is named. */
  readonly seq: number | null
  readonly message: string | null
  readonly letters: number
  /** One of them. */
  readonly letterId: string
}

/** Letters are counted among so many. */
const supersededLooked = 2_000

/** What stood in the place of superseded letters, the most frequent first. Indexes: replay_items_pkey, dead_letters_pkey. */
export async function groupSuperseded(
  db: Pick<Database, 'pool'>,
  id: string,
  limit: number,
): Promise<ReplaySuperseded[]> {
  const { rows } = await db.pool.query<ReplaySuperseded>({
    name: 'group-superseded',
    text: `select d.match_id as "matchId", i.seq, i.message, count(*)::int as letters, min(i.dead_letter_id) as "letterId"
           from (select * from replay_items where replay_id = $1 and outcome in ('superseded', 'would_be_superseded')
                 limit ${supersededLooked}) i
           join dead_letters d on d.id = i.dead_letter_id
           group by 1, 2, 3 order by letters desc, 1, 2 limit $2`,
    values: [id, limit],
  })
  return rows
}

interface ItemRow {
  letterId: string
  matchId: string
  eventType: string
  ordinal: number
  edited: boolean
  newSourceEventId: string | null
  sentAt: Date | null
  sends: number
  /** When it is sent again, or given up, unless it is settled by then. */
  sendAgainAt: Date | null
  settledAt: Date | null
  outcome: ReplayOutcome | null
  seq: number | null
  fingerprint: string | null
  errorCode: string | null
  message: string | null
}
export type ReplayItemView = WithIsoTimes<ItemRow>

export interface ReplayItemPage {
  readonly replayId: string
  readonly afterOrdinal: number
  readonly outcomes?: readonly ReplayOutcome[] | undefined
  readonly limit: number
}

/** In the order in which they are replayed. Indexes: replay_items_replay_id_ordinal_key, dead_letters_pkey. */
export async function pageReplayItems(
  db: Pick<Database, 'pool'>,
  page: ReplayItemPage,
): Promise<ReplayItemView[]> {
  const { rows } = await db.pool.query<ItemRow>({
    name: 'page-replay-items',
    text: `select i.dead_letter_id as "letterId", d.match_id as "matchId", d.event_type as "eventType", i.ordinal,
             i.edited is not null as edited, i.new_source_event_id as "newSourceEventId", i.sent_at as "sentAt",
             i.sends, i.send_again_at as "sendAgainAt", i.settled_at as "settledAt", i.outcome, i.seq, i.fingerprint, i.error_code as "errorCode", i.message
           from replay_items i join dead_letters d on d.id = i.dead_letter_id
           where i.replay_id = $1 and i.ordinal > $2 and ($3::replay_outcome[] is null or i.outcome = any($3))
           order by i.ordinal limit $4`,
    values: [page.replayId, page.afterOrdinal, page.outcomes ?? null, page.limit],
  })
  return rows.map(withIsoTimes)
}
