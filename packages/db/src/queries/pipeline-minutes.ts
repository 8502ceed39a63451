import type { Database, Transaction } from '../database.ts'
import { readPipelineStores, readStageReports } from './pipeline.ts'
import { lagOf, type PipelineFacts, stageFacts } from './pipeline-facts.ts'

/** The pipeline now. */
export async function readPipelineFacts(db: Database, now: Date): Promise<PipelineFacts> {
  const [reports, stores] = await Promise.all([readStageReports(db, now), readPipelineStores(db)])
  const stages = stageFacts(reports, now.getTime())
  return { ...stores, stages, lag: lagOf(stages) }
}

export interface PipelineMinute {
  /** The beginning of the minute; ISO 8601. */
  readonly at: string
  readonly facts: PipelineFacts
}

/** Keeps a minute; one that is kept already is replaced. Index: pipeline_minutes_pkey. */
export async function savePipelineMinute(tx: Transaction, at: Date, facts: PipelineFacts): Promise<void> {
  await tx.query({
    name: 'save-pipeline-minute',
    text: `insert into pipeline_minutes (at, view) values ($1, $2::jsonb)
           on conflict (at) do update set view = excluded.view`,
    values: [at.toISOString(), JSON.stringify(facts)],
  })
}

/** Index: pipeline_minutes_pkey. */
export async function forgetPipelineMinutes(tx: Transaction, keptDays: number): Promise<void> {
  await tx.query({
    name: 'forget-pipeline-minutes',
    text: `delete from pipeline_minutes where at < now() - $1::int * interval '1 day'`,
    values: [keptDays],
  })
}

type MinuteRow = { readonly at: Date; readonly facts: PipelineFacts }
const toMinute = ({ at, facts }: MinuteRow): PipelineMinute => ({ at: at.toISOString(), facts })

/**
 * The minutes from a time to another, oldest first: one of every so many, so that there are at most `limit`.
 * Index: pipeline_minutes_pkey.
 */
export async function readPipelineMinutes(
  { pool }: Pick<Database, 'pool'>,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<PipelineMinute[]> {
  const stepMinutes = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 60_000 / limit))
  const { rows } = await pool.query<MinuteRow>({
    name: 'read-pipeline-minutes',
    text: `select at, view as facts from pipeline_minutes where at >= $1 and at < $2
             and (extract(epoch from at) / 60)::bigint % $3::int = 0 order by at limit $4`,
    values: [from.toISOString(), to.toISOString(), stepMinutes, limit],
  })
  return rows.map(toMinute)
}

/** The minute that was under way then, or else the one before it that is kept. Index: pipeline_minutes_pkey. */
export async function readPipelineMinute(
  { pool }: Pick<Database, 'pool'>,
  at: Date,
): Promise<PipelineMinute | undefined> {
  const { rows } = await pool.query<MinuteRow>({
    name: 'read-pipeline-minute',
    text: `select at, view as facts from pipeline_minutes where at <= $1 order by at desc limit 1`,
    values: [at.toISOString()],
  })
  return rows[0] && toMinute(rows[0])
}

/** How far back minutes are kept; null before the first. Index: pipeline_minutes_pkey. */
export async function readKeptMinutes({
  pool,
}: Pick<Database, 'pool'>): Promise<{ first: string; last: string } | null> {
  const { rows } = await pool.query<{ first: Date | null; last: Date | null }>({
    name: 'read-kept-minutes',
    text: 'select min(at) as first, max(at) as last from pipeline_minutes',
  })
  const { first, last } = rows[0] ?? {}
  return first && last ? { first: first.toISOString(), last: last.toISOString() } : null
}

export interface MatchStart {
  readonly matchId: string
  readonly home: string | null
  readonly away: string | null
  /** When its first period began, or else when its first event was stored. */
  readonly startedAt: string
  readonly updatedAt: string
}

/** The newest matches, and when each began: looked for among its first events. Indexes: matches_created_at_idx, match_events_pkey. */
export async function readMatchStarts(
  { pool }: Pick<Database, 'pool'>,
  limit: number,
): Promise<MatchStart[]> {
  const { rows } = await pool.query<WithDates<MatchStart>>({
    name: 'read-match-starts',
    text: `select m.match_id as "matchId", m.state #>> '{fixture,home}' as home, m.state #>> '{fixture,away}' as away,
             coalesce(e.occurred_at, m.created_at) as "startedAt", m.updated_at as "updatedAt"
           from (select * from matches order by created_at desc limit $1) m
           left join lateral (select occurred_at from match_events e where e.match_id = m.match_id and e.seq <= 500
             and e.type = 'period-started' order by e.seq limit 1) e on true
           order by m.created_at desc`,
    values: [limit],
  })
  return rows.map(row => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }))
}

type WithDates<T extends { startedAt: string; updatedAt: string }> = Omit<T, 'startedAt' | 'updatedAt'> &
  Record<'startedAt' | 'updatedAt', Date>
