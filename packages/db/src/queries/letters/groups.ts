import type { Disposition, GroupState, LetterStage, LetterState } from '@touchline/contracts'
import type { Database } from '../../database.ts'
import { type LetterFilter, whereFilter } from './filter.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface TotalRow {
  fingerprint: string
  letters: number
  firstFailedAt: Date
  lastFailedAt: Date
  states: Partial<Record<LetterState, number>>
  /** At most 10. */
  builds: string[]
  dispositions: Disposition[]
  /** The newest letter's. */
  sampleId: string
  /** What people made of the group; null where nobody did anything. */
  storedState: GroupState | null
  ignoredUntil: Date | null
  resolvedAt: Date | null
  resolvedBuild: string | null
  owner: string | null
  /** Counts what people did; 0 where nobody did anything. */
  version: number
  updatedAt: Date | null
  updatedBy: string | null
  /** When a letter of it died last, whatever the filter lets through; null unless it is resolved. */
  newestDeathAt: Date | null
}
/** How many letters died of the same, and what people made of it. */
export type GroupTotal = WithIsoTimes<TotalRow>

export interface GroupPage {
  readonly filter: LetterFilter
  /** Default: the largest first. */
  readonly newestFirst?: boolean
  readonly limit: number
}

/**
 * The groups of the letters that a filter lets through. First by all that tells letters of a group apart, then by
 * group: what is put together is few rows. All that is read of the letters stands in the index, unless the filter has
 * a text or a path. Index: dead_letters_browse_idx.
 */
export async function totalGroups(db: Pick<Database, 'pool'>, page: GroupPage): Promise<GroupTotal[]> {
  const values: unknown[] = [page.limit]
  const order = page.newestFirst ? 'last_at desc, letters desc' : 'letters desc, last_at desc'
  const { rows } = await db.pool.query<TotalRow>(
    `with parts as materialized (
       select d.fingerprint, d.state, d.build, d.disposition, count(*)::int as n, max(d.id) as newest,
         min(d.first_failed_at) as first_at, max(d.last_failed_at) as last_at
       from dead_letters d where ${whereFilter(page.filter, values)} group by 1, 2, 3, 4),
     totals as (
       select fingerprint, sum(n)::int as letters, max(newest) as newest, min(first_at) as first_at,
         max(last_at) as last_at from parts group by 1 order by ${order} limit $1),
     told as (
       select p.fingerprint, (array_agg(distinct p.build))[1:10] as builds,
         array_agg(distinct p.disposition::text) as dispositions
       from parts p join totals using (fingerprint) group by 1),
     by_state as (
       select fingerprint, jsonb_object_agg(state, n) as states from (
         select p.fingerprint, p.state, sum(p.n) as n from parts p join totals using (fingerprint) group by 1, 2) s
       group by 1)
     select p.fingerprint, p.letters, p.first_at as "firstFailedAt", p.last_at as "lastFailedAt", p.newest as "sampleId",
       s.states, t.builds, t.dispositions,
       g.state as "storedState", g.ignored_until as "ignoredUntil", g.resolved_at as "resolvedAt",
       g.resolved_build as "resolvedBuild", g.owner, coalesce(g.version, 0) as version, g.updated_at as "updatedAt",
       g.updated_by as "updatedBy", case when g.state = 'resolved' then (
         select max(x.last_failed_at) from dead_letters x where x.fingerprint = p.fingerprint) end as "newestDeathAt"
     from totals p join told t using (fingerprint) join by_state s using (fingerprint)
       left join letter_groups g using (fingerprint) order by ${order}`,
    values,
  )
  return rows.map(withIsoTimes)
}

export interface TrendSpan {
  /** ISO 8601. */
  readonly from: string
  readonly to: string
  readonly buckets: number
}

interface TrendRow {
  fingerprint: string
  bucket: number
  letters: number
}

/**
 * How many letters of each group failed last in each part of a span, by fingerprint.
 * Indexes: dead_letters_fingerprint_last_failed_at_idx, dead_letters_browse_idx.
 */
export async function trendGroups(
  db: Pick<Database, 'pool'>,
  filter: LetterFilter,
  { fingerprints, span }: { readonly fingerprints: readonly string[]; readonly span: TrendSpan },
): Promise<Map<string, number[]>> {
  const values: unknown[] = [fingerprints, edgesOf(span), span.from, span.to]
  const { rows } = await db.pool.query<TrendRow>(
    `select d.fingerprint, width_bucket(d.last_failed_at, $2::timestamptz[]) as bucket, count(*)::int as letters
     from dead_letters d where d.fingerprint = any($1) and d.last_failed_at >= $3 and d.last_failed_at < $4
       and ${whereFilter(filter, values)} group by 1, 2`,
    values,
  )
  const trends = new Map(fingerprints.map(name => [name, Array.from({ length: span.buckets }, () => 0)]))
  for (const { fingerprint, bucket, letters } of rows) {
    trends.get(fingerprint)?.splice(bucket - 1, 1, letters)
  }
  return trends
}

/** Where each part of a span begins. */
function edgesOf({ from, to, buckets }: TrendSpan): string[] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const at = (index: number) => new Date(fromMs + ((toMs - fromMs) * index) / buckets).toISOString()
  return Array.from({ length: buckets }, (_, index) => at(index))
}

/** A letter that stands for its group. */
export interface GroupSample {
  readonly id: string
  readonly stage: LetterStage
  readonly errorCode: string
  readonly message: string
  readonly eventType: string
  readonly shape: Record<string, string>
}

/** Index: dead_letters_pkey. */
export async function readGroupSamples(
  db: Pick<Database, 'pool'>,
  ids: readonly string[],
): Promise<GroupSample[]> {
  const { rows } = await db.pool.query<GroupSample>({
    name: 'read-group-samples',
    text: `select id, stage, error_code as "errorCode", error_message as message, event_type as "eventType", shape
           from dead_letters where id = any($1::bigint[])`,
    values: [ids],
  })
  return rows
}

/** In how many of a group's newest letters a path has a type. */
export interface PathType {
  readonly fingerprint: string
  readonly path: string
  readonly type: string
  readonly letters: number
}

export interface GroupPaths {
  readonly fingerprint: string
  readonly paths: readonly string[]
}

/**
 * The types that the payloads of each group's newest letters have at some paths, the most frequent first; a letter
 * without the path is counted under no type. `newest` bounds what is read. Index: dead_letters_fingerprint_last_failed_at_idx.
 */
export async function countPathTypes(
  db: Pick<Database, 'pool'>,
  filter: LetterFilter,
  { groups, newest }: { readonly groups: readonly GroupPaths[]; readonly newest: number },
): Promise<PathType[]> {
  const wanted = groups.flatMap(({ fingerprint, paths }) => paths.map(path => ({ fingerprint, path })))
  if (wanted.length === 0) return []
  const values: unknown[] = [
    groups.map(({ fingerprint }) => fingerprint),
    wanted.map(({ fingerprint }) => fingerprint),
    wanted.map(({ path }) => path),
    newest,
  ]
  const { rows } = await db.pool.query<PathType>(
    `with looked as materialized (
       select d.* from unnest($1::text[]) as f(fingerprint) cross join lateral (
         select d.fingerprint, d.shape from dead_letters d
         where d.fingerprint = f.fingerprint and ${whereFilter(filter, values)}
         order by d.last_failed_at desc limit $4) d)
     select d.fingerprint, w.path, d.shape->>w.path as type, count(*)::int as letters
     from unnest($2::text[], $3::text[]) as w(fingerprint, path)
     join looked d on d.fingerprint = w.fingerprint
     where d.shape ? w.path group by 1, 2, 3 order by letters desc, 2, 3`,
    values,
  )
  return rows
}
