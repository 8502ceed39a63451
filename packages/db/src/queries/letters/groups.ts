import type { Disposition, LetterStage, LetterState } from '@touchline/contracts'
import type { Database } from '../../database.ts'
import { type LetterFilter, whereFilter } from './filter.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface GroupRow {
  fingerprint: string
  letters: number
  firstFailedAt: Date
  lastFailedAt: Date
  states: Partial<Record<LetterState, number>>
  /** At most 10. */
  builds: string[]
  stage: LetterStage
  errorCode: string
  dispositions: Disposition[]
  /** The newest letter, and what it says. */
  sampleId: string
  sampleMessage: string
  sampleShape: Record<string, string>
}
/** Letters that died of the same. */
export type LetterGroup = WithIsoTimes<GroupRow>

/**
 * The largest groups first. First by all that tells letters of a group apart, then by group: what is sorted and put
 * together is few rows. Index: none; all letters that the filter lets through are read once.
 */
export async function groupLetters(
  db: Pick<Database, 'pool'>,
  filter: LetterFilter,
  limit: number,
): Promise<LetterGroup[]> {
  const values: unknown[] = [limit]
  const { rows } = await db.pool.query<GroupRow>(
    `with parts as (
       select d.fingerprint, d.state, d.build, d.disposition, count(*)::int as n, max(d.id) as newest,
         min(d.first_failed_at) as first_at, max(d.last_failed_at) as last_at
       from dead_letters d where ${whereFilter(filter, values)} group by 1, 2, 3, 4),
     largest as (
       select fingerprint, sum(n)::int as letters, max(newest) as newest, min(first_at) as first_at,
         max(last_at) as last_at, (array_agg(distinct build))[1:10] as builds,
         array_agg(distinct disposition::text) as dispositions
       from parts group by 1 order by letters desc, last_at desc limit $1)
     select l.fingerprint, l.letters, l.first_at as "firstFailedAt", l.last_at as "lastFailedAt", l.builds,
       l.dispositions, s.stage, s.error_code as "errorCode", s.id as "sampleId", s.error_message as "sampleMessage",
       s.shape as "sampleShape", (
         select jsonb_object_agg(state, n) from (
           select state, sum(n) as n from parts p where p.fingerprint = l.fingerprint group by 1) by_state) as states
     from largest l join dead_letters s on s.id = l.newest order by l.letters desc, l.last_at desc`,
    values,
  )
  return rows.map(withIsoTimes)
}

/** In how many letters a path has a type. */
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
 * The types that payloads have at some paths, the most frequent first; a letter without the path is counted under no
 * type. Index: dead_letters_fingerprint_state_idx.
 */
export async function countPathTypes(
  db: Pick<Database, 'pool'>,
  filter: LetterFilter,
  groups: readonly GroupPaths[],
): Promise<PathType[]> {
  const wanted = groups.flatMap(({ fingerprint, paths }) => paths.map(path => ({ fingerprint, path })))
  if (wanted.length === 0) return []
  const values: unknown[] = [wanted.map(({ fingerprint }) => fingerprint), wanted.map(({ path }) => path)]
  const { rows } = await db.pool.query<PathType>(
    `select d.fingerprint, w.path, d.shape->>w.path as type, count(*)::int as letters
     from unnest($1::text[], $2::text[]) as w(fingerprint, path)
     join dead_letters d on d.fingerprint = w.fingerprint
     where d.shape ? w.path and ${whereFilter(filter, values)}
     group by 1, 2, 3 order by letters desc, 2, 3`,
    values,
  )
  return rows
}
