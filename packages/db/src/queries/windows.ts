import { sourceSchema, type WindowSize, windowSizesSeconds } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'

/** What happened in one window of a match's time. `startsAtMs` is since 1970. */
export interface MatchWindow {
  readonly matchId: string
  /** A source, or `all`. */
  readonly source: string
  readonly sizeSeconds: WindowSize
  readonly startsAtMs: number
  readonly events: number
  readonly critical: number
  readonly normal: number
  readonly low: number
  readonly byType: Readonly<Record<string, number>>
  /** Events by latency, source to stored: one count per bound of `latencyBoundsMs`, and one for what is above. */
  readonly latency: readonly number[]
  readonly passesHome: number
  readonly passesAway: number
  readonly shotsHome: number
  readonly shotsAway: number
  /** Events that came after the window's end, and corrected it. */
  readonly late: number
}

export const windowSources: readonly string[] = ['all', ...sourceSchema.options]

const keys = 'match_id, size_seconds, source, starts_at'
const counts = 'events, critical, normal, low, passes_home, passes_away, shots_home, shots_away, late'
const summed = counts
  .split(', ')
  .map(name => `${name} = w.${name} + excluded.${name}`)
  .join(', ')

/** Histograms differ in length only where the bounds have changed since. */
const addText = `
  insert into match_windows as w (${keys}, ${counts}, by_type, latency)
  select ${keys}, ${counts}, by_type, latency::int[]
  from unnest($1::text[], $2::smallint[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::int[], $8::int[],
    $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::jsonb[], $15::text[])
    as n(${keys}, ${counts}, by_type, latency)
  on conflict (${keys}) do update set ${summed},
    by_type = (select coalesce(jsonb_object_agg(type, n), '{}') from (
      select type, sum(n::int) as n from (
        select * from jsonb_each_text(w.by_type) union all select * from jsonb_each_text(excluded.by_type)
      ) as either(type, n) group by type) as total),
    latency = (select array_agg(coalesce(old, 0) + coalesce(new, 0) order by bucket)
      from unnest(w.latency, excluded.latency) with ordinality as both_of(old, new, bucket))`

/**
 * Adds to the windows, making those that are missing. Only under `lockAggregates`, each window at most once.
 * Index: match_windows_pkey.
 */
export async function addToWindows(tx: Transaction, windows: readonly MatchWindow[]): Promise<void> {
  if (windows.length === 0) return
  const column = (name: keyof MatchWindow) => windows.map(window => window[name])
  await tx.query({
    name: 'add-to-windows',
    text: addText,
    values: [
      column('matchId'),
      column('sizeSeconds'),
      column('source'),
      windows.map(window => new Date(window.startsAtMs).toISOString()),
      column('events'),
      column('critical'),
      column('normal'),
      column('low'),
      column('passesHome'),
      column('passesAway'),
      column('shotsHome'),
      column('shotsAway'),
      column('late'),
      windows.map(window => JSON.stringify(window.byType)),
      windows.map(window => `{${window.latency.join(',')}}`),
    ],
  })
}

/** Removes all windows of matches whose history was lost. Index: match_windows_pkey. */
export async function dropWindows(tx: Transaction, matchIds: readonly string[]): Promise<void> {
  if (matchIds.length === 0) return
  await tx.query({
    name: 'drop-windows',
    text: 'delete from match_windows where match_id = any($1::text[])',
    values: [matchIds],
  })
}

type WindowRow = Omit<MatchWindow, 'startsAtMs'> & { startsAt: Date }

const columns = `w.match_id as "matchId", w.source, w.size_seconds as "sizeSeconds", w.starts_at as "startsAt", w.events,
  w.critical, w.normal, w.low, w.by_type as "byType", w.latency, w.passes_home as "passesHome",
  w.passes_away as "passesAway", w.shots_home as "shotsHome", w.shots_away as "shotsAway", w.late`

const toWindow = ({ startsAt, ...rest }: WindowRow): MatchWindow => ({
  ...rest,
  startsAtMs: startsAt.getTime(),
})

/** A match's windows whose end lies after `afterMs` and not after `untilMs`, since 1970. */
export interface EndedRange {
  readonly matchId: string
  readonly afterMs: number
  readonly untilMs: number
}

/** Windows that end within the ranges, at most `limit`, oldest first. Index: match_windows_pkey, once per size and source. */
export async function readEnded(
  db: Pick<Database, 'pool'>,
  ranges: readonly EndedRange[],
  limit: number,
): Promise<MatchWindow[]> {
  if (ranges.length === 0) return []
  const at = (pick: (range: EndedRange) => number) => ranges.map(range => new Date(pick(range)).toISOString())
  const { rows } = await db.pool.query<WindowRow>({
    name: 'read-ended-windows',
    text: `select ${columns} from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as r(match_id, after, until)
           cross join unnest($5::smallint[]) as s(size) cross join unnest($6::text[]) as o(source)
           join match_windows w on w.match_id = r.match_id and w.size_seconds = s.size and w.source = o.source
             and w.starts_at > r.after - make_interval(secs => s.size)
             and w.starts_at <= r.until - make_interval(secs => s.size)
           order by w.starts_at limit $4`,
    values: [
      ranges.map(range => range.matchId),
      at(range => range.afterMs),
      at(range => range.untilMs),
      limit,
      windowSizesSeconds,
      windowSources,
    ],
  })
  return rows.map(toWindow)
}

export type WindowKey = Pick<MatchWindow, 'matchId' | 'source' | 'sizeSeconds' | 'startsAtMs'>

/** Index: match_windows_pkey. */
export async function readWindows(
  db: Pick<Database, 'pool'>,
  wanted: readonly WindowKey[],
): Promise<MatchWindow[]> {
  if (wanted.length === 0) return []
  const { rows } = await db.pool.query<WindowRow>({
    name: 'read-windows',
    text: `select ${columns} from unnest($1::text[], $2::smallint[], $3::text[], $4::timestamptz[])
             as n(match_id, size_seconds, source, starts_at)
           join match_windows w using (${keys})`,
    values: [
      wanted.map(key => key.matchId),
      wanted.map(key => key.sizeSeconds),
      wanted.map(key => key.source),
      wanted.map(key => new Date(key.startsAtMs).toISOString()),
    ],
  })
  return rows.map(toWindow)
}
