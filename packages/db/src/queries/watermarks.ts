import type { Position } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import type { OutboxRange } from './outbox.ts'

/**
 * Notes how far matches have been published. A match's watermark moves only by ranges that join on to it, so that all
 * up to it is known to have been published, and never back; a new epoch begins where its first range does. Send it
 * under the shards' locks, in the transaction that takes the ranges from the outbox. Index: relay_watermarks_pkey.
 */
export async function saveRelayWatermarks(tx: Transaction, published: readonly OutboxRange[]): Promise<void> {
  if (published.length === 0) return
  const ranges = mergeRanges(published)
  await tx.query({
    name: 'save-relay-watermarks',
    text: `insert into relay_watermarks as w (match_id, epoch, seq, published_at)
           select distinct on (r.match_id) r.match_id, r.epoch, r.last_seq, now()
           from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::int[])
             as r(match_id, epoch, first_seq, last_seq, begins_at)
           left join relay_watermarks b on b.match_id = r.match_id
           where r.epoch > coalesce(b.epoch, r.epoch) and r.first_seq = r.begins_at
             or r.epoch = coalesce(b.epoch, r.epoch) and r.first_seq <= coalesce(b.seq, 0) + 1
           order by r.match_id, r.epoch desc, r.last_seq desc
           on conflict (match_id) do update
             set epoch = excluded.epoch, seq = excluded.seq, published_at = excluded.published_at
             where (w.epoch, w.seq) < (excluded.epoch, excluded.seq)`,
    values: [
      ranges.map(range => range.matchId),
      ranges.map(range => range.epoch),
      ranges.map(range => range.firstSeq),
      ranges.map(range => range.lastSeq),
      ranges.map(range => range.beginsAt),
    ],
  })
}

type MergedRange = OutboxRange & {
  /** The lowest seq of the match and epoch among all ranges. */
  readonly beginsAt: number
}

/** Joins ranges of one match and epoch that touch or overlap, whatever their order. */
export function mergeRanges(ranges: readonly OutboxRange[]): MergedRange[] {
  const groups = Map.groupBy(ranges, ({ matchId, epoch }) => `${matchId} ${epoch}`)
  return [...groups.values()].flatMap(group => {
    const merged: MergedRange[] = []
    const sorted = group.toSorted((a, b) => a.firstSeq - b.firstSeq)
    const beginsAt = sorted[0]?.firstSeq ?? 1
    for (const range of sorted) {
      const last = merged.at(-1)
      if (last && range.firstSeq <= last.lastSeq + 1) {
        merged[merged.length - 1] = { ...last, lastSeq: Math.max(last.lastSeq, range.lastSeq) }
      } else merged.push({ ...range, beginsAt })
    }
    return merged
  })
}

/** Where a gateway stands with a match that somebody watches there. */
export interface WatchedHead extends Position {
  readonly matchId: string
  readonly sockets: number
}

/** Replaces what a gateway said of its matches; those it says nothing of are forgotten. Index: gateway_watermarks_pkey. */
export async function saveGatewayWatermarks(
  { pool }: Pick<Database, 'pool'>,
  instance: string,
  heads: readonly WatchedHead[],
): Promise<void> {
  await pool.query({
    name: 'save-gateway-watermarks',
    text: `with left_alone as (
             delete from gateway_watermarks where instance = $1 and match_id <> all($2::text[]))
           insert into gateway_watermarks (instance, match_id, epoch, seq, sockets, reported_at)
           select $1, match_id, epoch, seq, sockets, now()
           from unnest($2::text[], $3::int[], $4::int[], $5::int[]) as n(match_id, epoch, seq, sockets)
           on conflict (instance, match_id) do update set epoch = excluded.epoch, seq = excluded.seq,
             sockets = excluded.sockets, reported_at = excluded.reported_at`,
    values: [
      instance,
      heads.map(head => head.matchId),
      heads.map(head => head.epoch),
      heads.map(head => head.seq),
      heads.map(head => head.sockets),
    ],
  })
}

/** For gateways that have not reported for so long that nobody asks any more. Index: gateway_watermarks_reported_at_idx. */
export async function forgetGateways(tx: Transaction, silentForMs: number): Promise<void> {
  await tx.query({
    name: 'forget-gateways',
    text: `delete from gateway_watermarks where reported_at < now() - $1::int * interval '1 ms'`,
    values: [silentForMs],
  })
}

/** How far a match is at each stage on its way to the sockets. */
export interface MatchWatermarks {
  readonly matchId: string
  readonly epoch: number
  readonly storedSeq: number
  readonly storedAt: Date
  /** Null: nothing of it has been published. */
  readonly relayed: StagePlace | null
  readonly gateways: readonly GatewayStand[]
}

/** `at` and `reportedAt` are ISO 8601. */
export interface StagePlace extends Position {
  readonly at: string
}
export interface GatewayStand extends Position {
  readonly instance: string
  readonly sockets: number
  readonly reportedAt: string
}

export interface WatermarkQuestion {
  readonly matchId?: string | undefined
  readonly afterMatchId?: string | undefined
  /** Only matches that had an event within this time, or that a gateway watches. */
  readonly activeWithinMs: number
  readonly limit: number
}

const gatewaysMax = 64

/**
 * Where each stage stands, in the order of the matches' ids; at most 64 gateways of each. Indexes: matches_pkey,
 * relay_watermarks_pkey, gateway_watermarks_match_id_idx.
 */
export async function listWatermarks(
  { pool }: Pick<Database, 'pool'>,
  { matchId, afterMatchId, activeWithinMs, limit }: WatermarkQuestion,
): Promise<MatchWatermarks[]> {
  const { rows } = await pool.query<MatchWatermarks>({
    name: 'list-watermarks',
    text: `select m.match_id as "matchId", m.epoch, m.last_seq as "storedSeq", m.updated_at as "storedAt",
             case when w.seq is not null then json_build_object('epoch', w.epoch, 'seq', w.seq,
               'at', ${isoText('w.published_at')}) end as relayed,
             coalesce((select json_agg(json_build_object('instance', instance, 'epoch', epoch, 'seq', seq,
                 'sockets', sockets, 'reportedAt', ${isoText('reported_at')}) order by instance)
               from (select * from gateway_watermarks g where g.match_id = m.match_id order by instance limit ${gatewaysMax}) g),
               '[]') as gateways
           from matches m left join relay_watermarks w on w.match_id = m.match_id
           where ($1::text is null or m.match_id = $1) and ($2::text is null or m.match_id > $2)
             and ($1::text is not null or m.updated_at > now() - $3::float8 * interval '1 ms'
               or exists (select from gateway_watermarks g where g.match_id = m.match_id))
           order by m.match_id limit $4`,
    values: [matchId ?? null, afterMatchId ?? null, activeWithinMs, limit],
  })
  return rows
}

/** Sessions run in UTC. */
const isoText = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
