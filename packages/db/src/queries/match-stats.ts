import type { Database } from '../database.ts'

export interface SideCounts {
  readonly home: number
  readonly away: number
}

export interface MatchTotals {
  readonly passes: SideCounts
  readonly shots: SideCounts
}

interface CountColumns {
  passesHome: number
  passesAway: number
  shotsHome: number
  shotsAway: number
}

const sides = (row: CountColumns): MatchTotals => ({
  passes: { home: row.passesHome, away: row.passesAway },
  shots: { home: row.shotsHome, away: row.shotsAway },
})

const none: CountColumns = { passesHome: 0, passesAway: 0, shotsHome: 0, shotsAway: 0 }

/** Of the whole match; zeros where it has no window yet. Index: match_windows_pkey, a row per minute. */
export async function readMatchTotals(db: Pick<Database, 'pool'>, matchId: string): Promise<MatchTotals> {
  const { rows } = await db.pool.query<CountColumns>({
    name: 'read-match-totals',
    text: `select sum(passes_home)::int as "passesHome", sum(passes_away)::int as "passesAway",
             sum(shots_home)::int as "shotsHome", sum(shots_away)::int as "shotsAway"
           from match_windows where match_id = $1 and size_seconds = 60 and source = 'all' having count(*) > 0`,
    values: [matchId],
  })
  return sides(rows[0] ?? none)
}

export interface MatchMinute extends MatchTotals {
  readonly startsAt: Date
  readonly events: number
  /** See MatchWindow. */
  readonly latency: readonly number[]
}

/** The windows of the last `minutes` up to the match's newest, oldest first. Index: match_windows_pkey, read backwards. */
export async function readMatchMinutes(
  db: Pick<Database, 'pool'>,
  { matchId, minutes }: { readonly matchId: string; readonly minutes: number },
): Promise<MatchMinute[]> {
  const { rows } = await db.pool.query<CountColumns & Pick<MatchMinute, 'startsAt' | 'events' | 'latency'>>({
    name: 'read-match-minutes',
    text: `select starts_at as "startsAt", events, latency, passes_home as "passesHome", passes_away as "passesAway",
             shots_home as "shotsHome", shots_away as "shotsAway"
           from match_windows where match_id = $1 and size_seconds = 60 and source = 'all'
             and starts_at > (select max(starts_at) from match_windows
               where match_id = $1 and size_seconds = 60 and source = 'all') - make_interval(mins => $2)
           order by starts_at`,
    values: [matchId, minutes],
  })
  return rows.map(row => ({
    ...sides(row),
    startsAt: row.startsAt,
    events: row.events,
    latency: row.latency,
  }))
}
