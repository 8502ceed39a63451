import type { Transaction } from '../database.ts'

/** When a version of an event counts as told, where that is not when it came in. */
export interface EventRank {
  readonly matchId: string
  /** Of the version's row. */
  readonly seq: number
  readonly toldAtMs: number
  readonly toldIndex: number
}

/** Keeps ranks, each version once. Only for versions of matches that are locked. Index: event_ranks_pkey. */
export async function saveEventRanks(tx: Transaction, ranks: readonly EventRank[]): Promise<void> {
  if (ranks.length === 0) return
  await tx.query({
    name: 'save-event-ranks',
    text: `insert into event_ranks (match_id, seq, told_at, told_index)
           select * from unnest($1::text[], $2::int[], $3::timestamptz[], $4::int[])
           on conflict (match_id, seq) do update set told_at = excluded.told_at, told_index = excluded.told_index`,
    values: [
      ranks.map(rank => rank.matchId),
      ranks.map(rank => rank.seq),
      ranks.map(rank => new Date(rank.toldAtMs)),
      ranks.map(rank => rank.toldIndex),
    ],
  })
}
