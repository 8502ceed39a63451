import type { Database } from '../database.ts'

export interface PresenceCount {
  readonly isKnown: boolean
  /** Feeds of the match on all gateways that have reported lately. */
  readonly feeds: number
}

/** Gateways report every 2 s; one that has been silent for longer than this is not counted. */
const freshMs = 10_000

/** How many follow a match now. Indexes: gateway_watermarks_match_id_idx, matches_pkey. */
export async function countPresence(
  { pool }: Pick<Database, 'pool'>,
  matchId: string,
): Promise<PresenceCount> {
  const { rows } = await pool.query<PresenceCount>({
    name: 'count-presence',
    text: `select exists (select from matches where match_id = $1) as "isKnown",
             coalesce(sum(sockets), 0)::float8 as feeds
           from gateway_watermarks where match_id = $1 and reported_at > now() - $2::int * interval '1 ms'`,
    values: [matchId, freshMs],
  })
  return rows[0] ?? { isKnown: false, feeds: 0 }
}
