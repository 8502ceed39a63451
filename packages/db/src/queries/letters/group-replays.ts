import type { ReplayMode, ReplayState } from '@touchline/contracts'
import type { Database } from '../../database.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface GroupReplayRow {
  id: string
  mode: ReplayMode
  state: ReplayState
  reason: string
  requestedBy: string
  total: number
  createdAt: Date
  /** Of the group's newest letters, how many were part of it. */
  letters: number
}
export type GroupReplay = WithIsoTimes<GroupReplayRow>

/** So many of a group's newest letters are looked at. */
const looked = 1_000

/**
 * Replays that a group's newest letters were part of, the newest first.
 * Indexes: dead_letters_fingerprint_last_failed_at_idx, replay_items_dead_letter_id_idx.
 */
export async function countGroupReplays(
  db: Pick<Database, 'pool'>,
  fingerprint: string,
  limit: number,
): Promise<GroupReplay[]> {
  const { rows } = await db.pool.query<GroupReplayRow>({
    name: 'count-group-replays',
    text: `with newest as (
             select id from dead_letters where fingerprint = $1 order by last_failed_at desc limit ${looked}),
           counted as (
             select i.replay_id, count(*)::int as letters
             from newest n join replay_items i on i.dead_letter_id = n.id group by 1 order by 1 desc limit $2)
           select r.id, r.mode, r.state, r.reason, r.requested_by as "requestedBy", r.total,
             r.created_at as "createdAt", c.letters
           from counted c join replays r on r.id = c.replay_id order by r.id desc`,
    values: [fingerprint, limit],
  })
  return rows.map(withIsoTimes)
}
