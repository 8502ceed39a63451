import type { Database } from '../../database.ts'
import { type LetterFilter, whereFilter } from './filter.ts'

/** What letters of some filter have in a column, and how many. */
export interface LetterChoiceCount {
  readonly kind: 'topic' | 'source' | 'stage' | 'disposition' | 'state' | 'code' | 'match' | 'type'
  readonly value: string
  readonly letters: number
}

/** What can be chosen by, the most frequent first, at most `limit` of each kind. Index: dead_letters_browse_idx. */
export async function countLetterChoices(
  db: Pick<Database, 'pool'>,
  filter: LetterFilter,
  limit: number,
): Promise<LetterChoiceCount[]> {
  const values: unknown[] = [limit]
  const { rows } = await db.pool.query<LetterChoiceCount>(
    `with parts as (
       select d.origin_topic as topic, d.source::text as source, d.stage, d.disposition::text as disposition,
         d.state::text as state, d.error_code as code, d.event_type as type, d.match_id, count(*)::int as n
       from dead_letters d where ${whereFilter(filter, values)} group by 1, 2, 3, 4, 5, 6, 7, 8),
     counted as (
       select case when not grouping(topic)::bool then 'topic' when not grouping(source)::bool then 'source'
           when not grouping(stage)::bool then 'stage' when not grouping(disposition)::bool then 'disposition'
           when not grouping(state)::bool then 'state' when not grouping(code)::bool then 'code'
           when not grouping(type)::bool then 'type' else 'match' end as kind,
         coalesce(topic, source, stage, disposition, state, code, type, match_id) as value, sum(n)::int as letters
       from parts group by grouping sets ((topic), (source), (stage), (disposition), (state), (code), (type), (match_id)))
     select kind, value, letters from (
       select *, row_number() over (partition by kind order by letters desc, value) as nth from counted
       where value <> '') ranked
     where nth <= $1 order by kind, nth`,
    values,
  )
  return rows
}
