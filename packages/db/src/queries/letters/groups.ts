import type { Disposition, GroupState, LetterStage, LetterState } from '@touchline/contracts'
import type { Database } from '../../database.ts'
import { type LetterFilter, whereFilter } from './filter.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface TotalRow {
  fingerprint: string
  letters: number
  firstFailedAt: Date
  lastFailedAt: Date
  /** The newest letter's. */
  sampleId: string
  /** What people made of the group; null where nobody did anything. */
  storedState: GroupState | null
  ignoredUntil: Date | null
  resolvedAt: Date | null
  resolvedBuild: string | null
  owner: string | null
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
 * The groups of the letters that a filter lets through. All that is read of the letters stands in the index; of
 * conditions on text and payload alone not. Index: dead_letters_browse_idx.
 */
export async function totalGroups(db: Pick<Database, 'pool'>, page: GroupPage): Promise<GroupTotal[]> {
  const values: unknown[] = [page.limit]
  const order = page.newestFirst ? 'last_at desc, letters desc' : 'letters desc, last_at desc'
  const { rows } = await db.pool.query<TotalRow>(
    `with totals as (
       select d.fingerprint, count(*)::int as letters, max(d.id) as newest, min(d.first_failed_at) as first_at,
         max(d.last_failed_at) as last_at
       from dead_letters d where ${whereFilter(page.filter, values)} group by 1),
     page as (select * from totals order by ${order} limit $1)
     select p.fingerprint, p.letters, p.first_at as "firstFailedAt", p.last_at as "lastFailedAt", p.newest as "sampleId",
       g.state as "storedState", g.ignored_until as "ignoredUntil", g.resolved_at as "resolvedAt",
       g.resolved_build as "resolvedBuild", g.owner, coalesce(g.version, 0) as version, g.updated_at as "updatedAt",
       g.updated_by as "updatedBy", case when g.state = 'resolved' then (
         select max(x.last_failed_at) from dead_letters x where x.fingerprint = p.fingerprint) end as "newestDeathAt"
     from page p left join letter_groups g on g.fingerprint = p.fingerprint order by ${order}`,
    values,
  )
  return rows.map(withIsoTimes)
}

/** What else is to be told of a group. */
export interface GroupDetail {
  readonly fingerprint: string
  readonly states: Partial<Record<LetterState, number>>
  /** At most 10. */
  readonly builds: readonly string[]
  readonly dispositions: readonly Disposition[]
  /** How many letters failed last in each part of the span. */
  readonly trend: readonly number[]
}

export interface TrendSpan {
  /** ISO 8601. */
  readonly from: string
  readonly to: string
  readonly buckets: number
}

interface PartRow {
  fingerprint: string
  kind: 'state' | 'build' | 'disposition' | 'bucket'
  value: string
  letters: number
}

const maxBuilds = 10

/** Counts groups' letters by state, build, disposition and time. Index: dead_letters_browse_idx. */
export async function detailGroups(
  db: Pick<Database, 'pool'>,
  filter: LetterFilter,
  { fingerprints, span }: { readonly fingerprints: readonly string[]; readonly span: TrendSpan },
): Promise<GroupDetail[]> {
  if (fingerprints.length === 0) return []
  const values: unknown[] = [fingerprints, span.from, span.to, span.buckets]
  const { rows } = await db.pool.query<PartRow>(
    `with parts as (
       select d.fingerprint, d.state::text as state, d.build, d.disposition::text as disposition,
         width_bucket(extract(epoch from d.last_failed_at)::float8, extract(epoch from $2::timestamptz)::float8,
           extract(epoch from $3::timestamptz)::float8, $4::int) as bucket, count(*)::int as n
       from dead_letters d where d.fingerprint = any($1) and ${whereFilter(filter, values)} group by 1, 2, 3, 4, 5)
     select fingerprint, case when not grouping(state)::bool then 'state' when not grouping(build)::bool then 'build'
         when not grouping(disposition)::bool then 'disposition' else 'bucket' end as kind,
       coalesce(state, build, disposition, bucket::text) as value, sum(n)::int as letters
     from parts group by grouping sets ((fingerprint, state), (fingerprint, build), (fingerprint, disposition),
       (fingerprint, bucket)) order by letters desc, value`,
    values,
  )
  const byGroup = Map.groupBy(rows, row => row.fingerprint)
  return fingerprints.map(fingerprint => detailOf(fingerprint, byGroup.get(fingerprint) ?? [], span.buckets))
}

function detailOf(fingerprint: string, rows: readonly PartRow[], buckets: number): GroupDetail {
  const of = (kind: PartRow['kind']) => rows.filter(row => row.kind === kind)
  const byBucket = new Map(of('bucket').map(row => [Number(row.value), row.letters]))
  return {
    fingerprint,
    states: Object.fromEntries(of('state').map(row => [row.value, row.letters])),
    builds: of('build')
      .slice(0, maxBuilds)
      .map(row => row.value),
    dispositions: of('disposition').map(row => row.value as Disposition),
    trend: Array.from({ length: buckets }, (_, index) => byBucket.get(index + 1) ?? 0),
  }
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
