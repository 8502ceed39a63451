import type { Source } from '@touchline/contracts'
import type { Database } from '../../database.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface GoodRow {
  matchId: string
  seq: number
  source: Source
  sourceEventId: string
  type: string
  occurredAt: Date
  ingestedAt: Date
  storedAt: Date
  period: number
  clockSeconds: number
  payload: Record<string, unknown>
}
/** A stored event, as far as its source sent it. */
export type GoodEvent = WithIsoTimes<GoodRow>

const columns = `e.match_id as "matchId", e.seq, e.source, e.source_event_id as "sourceEventId", e.type,
  e.occurred_at as "occurredAt", e.ingested_at as "ingestedAt", e.stored_at as "storedAt", e.period,
  e.clock_seconds as "clockSeconds", e.payload`

const looked = { ownMatch: 5_000, otherMatches: 20, ofEach: 500 }

/**
 * The newest stored event of a source and a type: of the match if it has one among its newest 5,000, else of one of the
 * twenty matches created last, among the newest 500 of each. Bounded: a type that is rare there is not found.
 * Indexes: match_events_pkey, matches_created_at_idx.
 */
export async function findLastGood(
  db: Pick<Database, 'pool'>,
  { source, type, matchId }: { readonly source: Source; readonly type: string; readonly matchId: string },
): Promise<GoodEvent | undefined> {
  const own = await db.pool.query<GoodRow>({
    name: 'find-last-good-of-match',
    text: `select ${columns} from (
             select * from match_events where match_id = $1 order by seq desc limit ${looked.ownMatch}) e
           where e.source = $2::source and e.type = $3 order by e.seq desc limit 1`,
    values: [matchId, source, type],
  })
  if (own.rows[0]) return withIsoTimes(own.rows[0])
  const others = await db.pool.query<GoodRow>({
    name: 'find-last-good',
    text: `select ${columns} from (select match_id from matches order by created_at desc limit ${looked.otherMatches}) m
           cross join lateral (
             select * from (select * from match_events n where n.match_id = m.match_id order by seq desc
               limit ${looked.ofEach}) n
             where n.source = $1::source and n.type = $2 order by n.seq desc limit 1) e
           order by e.stored_at desc limit 1`,
    values: [source, type],
  })
  return others.rows[0] && withIsoTimes(others.rows[0])
}
