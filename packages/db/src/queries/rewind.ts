import type { Position } from '@touchline/contracts'
import type { Database } from '../database.ts'

type Store = Pick<Database, 'pool'>

/** A source may date an event as it likes; for a delay it counts as no older than this when it was stored. */
export const oldestForDelayMs = 10_000

export interface ReleaseQuestion {
  readonly matchId: string
  /**
   * Events count as released whose time, held between 10 s before they were stored and then, is not later; revisions by
   * when they were stored.
   */
  readonly until: Date
}

/**
 * The newest position up to which every event had happened by `until`; undefined without a row of the match. Looks for
 * the place by the times of storing, which rise with seq: some log2(n) rows, then those of 10 s at most.
 * Index: match_events_pkey.
 */
export async function findReleased(
  { pool }: Store,
  { matchId, until }: ReleaseQuestion,
): Promise<Position | undefined> {
  const { rows } = await pool.query<Position>({
    name: 'find-released',
    text: `with recursive head as (select epoch, last_seq from matches where match_id = $1),
           search(low, high) as (
             select 0, last_seq from head
             union all
             select case when stored then middle else low end, case when stored then high else middle - 1 end
             from search
             cross join lateral (select low + (high - low + 1) / 2 as middle) m
             cross join lateral (select coalesce((select stored_at <= $2::timestamptz from match_events
               where match_id = $1 and seq <= middle order by seq desc limit 1), true) as stored) p
             where low < high),
           place as (select max(low) as seq from search)
           select head.epoch, coalesce((select e.seq - 1 from match_events e
               where e.match_id = $1 and e.seq > place.seq
                 and (e.type in ('event-revised', 'event-withdrawn')
                   or greatest(e.stored_at - $3::int * interval '1 ms', least(e.occurred_at, e.stored_at)) > $2::timestamptz)
               order by e.seq limit 1), head.last_seq) as seq
           from head, place`,
    values: [matchId, until, oldestForDelayMs],
  })
  return rows[0]
}

export interface ClockQuestion {
  readonly matchId: string
  /** The period that the clock names; if it is not played yet, the clock runs on in the last one that is. */
  readonly period: number
  /** Of the match: from its kick-off, with no time added on. */
  readonly matchSeconds: number
  /** At which of the match's seconds each period begins, from period 1 on. */
  readonly periodStarts: readonly number[]
}

/** Reports of a moment may come so many events later without the search losing its way. */
const windowEvents = 32

/**
 * The position before the first event at or after a clock; undefined if there is none yet. Clocks rise with seq but for
 * late reports: a probe of the search looks at the latest clock of the last 32 events. Index: match_events_pkey.
 */
export async function findClock({ pool }: Store, question: ClockQuestion): Promise<Position | undefined> {
  const { matchId, period, matchSeconds, periodStarts } = question
  const { rows } = await pool.query<Position>({
    name: 'find-clock',
    text: `with recursive head as (select epoch, last_seq from matches where match_id = $1),
           played as (select least($2::int, coalesce(max(period), 1)) as period from (
             select period from match_events, head where match_id = $1 and seq > last_seq - $5::int) newest),
           wanted as (select period, ($3::float8 - ($4::int[])[period])::real as seconds from played),
           search(low, high) as (
             select 1, last_seq + 1 from head
             union all
             select case when reached then low else middle + 1 end, case when reached then middle else high end
             from search, wanted
             cross join lateral (select low + (high - low) / 2 as middle) m
             cross join lateral (select exists (select from match_events e
               where e.match_id = $1 and e.seq > middle - $5::int and e.seq <= middle
                 and (e.period, e.clock_seconds) >= (wanted.period, wanted.seconds)) as reached) p
             where low < high)
           select head.epoch, max(low) - 1 as seq from search, head
           group by head.epoch, head.last_seq having max(low) <= head.last_seq`,
    values: [matchId, period, matchSeconds, periodStarts, windowEvents],
  })
  return rows[0]
}

/** When the event at a position, or the one before it that is stored, was stored. Index: match_events_pkey. */
export async function readStoredAt(
  { pool }: Store,
  { matchId, seq }: { readonly matchId: string; readonly seq: number },
): Promise<Date | undefined> {
  const { rows } = await pool.query<{ storedAt: Date }>({
    name: 'read-stored-at',
    text: `select stored_at as "storedAt" from match_events where match_id = $1 and seq <= $2 order by seq desc limit 1`,
    values: [matchId, seq],
  })
  return rows[0]?.storedAt
}
