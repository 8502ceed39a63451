import type { Transaction } from '../database.ts'
import type { MatchWindow, WindowKey } from './windows.ts'

/** Matches with what their rules keep beside the state; null: nothing is kept yet. Index: matches_pkey. */
export async function readMemories(
  tx: Transaction,
  matchIds: readonly string[],
): Promise<Map<string, object | null>> {
  if (matchIds.length === 0) return new Map()
  const { rows } = await tx.query<{ matchId: string; memory: object | null }>({
    name: 'read-memories',
    text: 'select match_id as "matchId", memory from matches where match_id = any($1::text[])',
    values: [matchIds],
  })
  return new Map(rows.map(({ matchId, memory }) => [matchId, memory]))
}

export type WindowShots = WindowKey & Pick<MatchWindow, 'shotsHome' | 'shotsAway'>

const keys = 'match_id, size_seconds, source, starts_at'

const setText = `
  with wanted as (
    select * from unnest($2::smallint[], $3::text[], $4::timestamptz[], $5::int[], $6::int[])
      as n(size_seconds, source, starts_at, shots_home, shots_away)),
  gone as (
    update match_windows w set shots_home = 0, shots_away = 0
    where w.match_id = $1 and (w.shots_home <> 0 or w.shots_away <> 0)
      and not exists (select from wanted n where (n.size_seconds, n.source, n.starts_at)
        = (w.size_seconds, w.source, w.starts_at))
    returning w.size_seconds, w.source, w.starts_at),
  kept as (
    insert into match_windows as w (${keys}, events, critical, normal, low, by_type, latency, passes_home, passes_away,
      shots_home, shots_away, late)
    select $1, size_seconds, source, starts_at, 0, 0, 0, 0, '{}', array_fill(0, array[$7::int]), 0, 0,
      shots_home, shots_away, 0 from wanted
    on conflict (${keys}) do update set shots_home = excluded.shots_home, shots_away = excluded.shots_away
      where (w.shots_home, w.shots_away) is distinct from (excluded.shots_home, excluded.shots_away)
    returning w.size_seconds, w.source, w.starts_at)
  select size_seconds as "sizeSeconds", source, starts_at as "startsAt" from gone
  union all select size_seconds, source, starts_at from kept`

type KeyRow = Pick<WindowKey, 'sizeSeconds' | 'source'> & { readonly startsAt: Date }

/**
 * Makes these the shots of all windows of a match; those that it has beside them have none then. Tells which changed.
 * Only under `lockAggregates`. `latencyBuckets` is for windows that are missing. Index: match_windows_pkey.
 */
export async function setWindowShots(
  tx: Transaction,
  matchId: string,
  { shots, latencyBuckets }: { readonly shots: readonly WindowShots[]; readonly latencyBuckets: number },
): Promise<WindowKey[]> {
  const { rows } = await tx.query<KeyRow>({
    name: 'set-window-shots',
    text: setText,
    values: [
      matchId,
      shots.map(({ sizeSeconds }) => sizeSeconds),
      shots.map(({ source }) => source),
      shots.map(({ startsAtMs }) => new Date(startsAtMs).toISOString()),
      shots.map(({ shotsHome }) => shotsHome),
      shots.map(({ shotsAway }) => shotsAway),
      latencyBuckets,
    ],
  })
  return rows.map(({ startsAt, ...key }) => ({ ...key, matchId, startsAtMs: startsAt.getTime() }))
}
