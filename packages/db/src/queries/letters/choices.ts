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
    `with parts as materialized (
       select d.origin_topic as topic, d.source, d.stage, d.disposition, d.state, d.error_code as code,
         d.event_type as type, d.match_id, count(*)::int as n
       from dead_letters d where ${whereFilter(filter, values)}
       group by grouping sets ((1, 2, 3, 4, 5, 6, 7), (8))),
     counted as (
       select k.kind, k.value, sum(p.n)::int as letters from parts p cross join lateral (values
         ('topic', p.topic), ('source', p.source::text), ('stage', p.stage), ('disposition', p.disposition::text),
         ('state', p.state::text), ('code', p.code), ('type', p.type), ('match', p.match_id)) as k(kind, value)
       where k.value <> '' group by 1, 2)
     select kind, value, letters from (
       select *, row_number() over (partition by kind order by letters desc, value) as nth from counted) ranked
     where nth <= $1 order by kind, nth`,
    values,
  )
  return rows
}
