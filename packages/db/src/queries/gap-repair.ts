import { criticalTopic, sourceTopics } from '@touchline/contracts'
import type { Transaction } from '../database.ts'
import { addToOutbox, lockShards, type OutboxRange, shardOf } from './outbox.ts'

/** A place where something was missing, as a report told it. Both ends inclusive. */
export interface Gap {
  readonly matchId: string
  readonly epoch: number
  readonly from: number
  readonly to: number
}

const notWaiting = 'set local lock_timeout = 5000'
/** One row of the outbox is published at once; a longer stretch becomes several. */
const eventsPerRow = 1_000

/** Nobody relays the match, or puts anything of it into the outbox a second time, until the transaction ends. */
export async function holdRelay(tx: Transaction, matchId: string): Promise<void> {
  await tx.query(notWaiting)
  await lockShards(tx, [shardOf(matchId)])
}

/** What of a gap is stored, beyond the published watermark, and in no row of the outbox. Under `holdRelay`. */
export async function findUncovered(tx: Transaction, gap: Gap): Promise<OutboxRange[]> {
  const { rows } = await tx.query<OutboxRange>({
    name: 'find-uncovered',
    text: `select m.match_id as "matchId", m.epoch, lower(part) as "firstSeq", upper(part) - 1 as "lastSeq"
           from matches m
           left join relay_watermarks w on w.match_id = m.match_id and w.epoch = m.epoch
           cross join lateral unnest(int4multirange(int4range($3, $4, '[]'))
             * int4multirange(int4range(coalesce(w.seq, 0) + 1, greatest(m.last_seq, coalesce(w.seq, 0)) + 1))
             - coalesce((select range_agg(int4range(first_seq, last_seq, '[]')) from outbox o
                 where o.shard = $5 and o.match_id = $1 and o.epoch = $2), '{}')) as part
           where m.match_id = $1 and m.epoch = $2 order by 3`,
    values: [gap.matchId, gap.epoch, gap.from, gap.to, shardOf(gap.matchId)],
  })
  return rows
}

/** What a gateway that still reports has not got of what was published. Under `holdRelay`. Index: gateway_watermarks_pkey. */
export async function findUnheard(tx: Transaction, gap: Gap, instance: string): Promise<OutboxRange[]> {
  const { rows } = await tx.query<OutboxRange>({
    name: 'find-unheard',
    text: `select w.match_id as "matchId", w.epoch, greatest($4, case when g.epoch = w.epoch then g.seq + 1 else 1 end)
             as "firstSeq", least($5, w.seq) as "lastSeq"
           from gateway_watermarks g join relay_watermarks w on w.match_id = g.match_id
           where g.instance = $1 and g.match_id = $2 and w.epoch = $3 and g.sockets > 0
             and g.reported_at > now() - interval '10 s' and (g.epoch, g.seq) < (w.epoch, least($5, w.seq))
             and not exists (select from outbox o where o.shard = $6 and o.match_id = w.match_id and o.epoch = w.epoch
               and o.first_seq <= $5 and o.last_seq >= $4)`,
    values: [instance, gap.matchId, gap.epoch, gap.from, gap.to, shardOf(gap.matchId)],
  })
  return rows.filter(({ firstSeq, lastSeq }) => firstSeq <= lastSeq)
}

/**
 * Puts ranges into the outbox once more, at most `maxEvents` from their beginning. Under `holdRelay`. Returns how many
 * events were put in, and how many were left.
 */
export async function putOutAgain(
  tx: Transaction,
  ranges: readonly OutboxRange[],
  maxEvents: number,
): Promise<{ readonly queued: number; readonly left: number }> {
  const rows: OutboxRange[] = []
  let [queued, left] = [0, 0]
  for (const range of ranges) {
    for (let firstSeq = range.firstSeq; firstSeq <= range.lastSeq; firstSeq += eventsPerRow) {
      const lastSeq = Math.min(range.lastSeq, firstSeq + eventsPerRow - 1)
      const events = lastSeq - firstSeq + 1
      if (queued + events > maxEvents) left += events
      else {
        rows.push({ ...range, firstSeq, lastSeq })
        queued += events
      }
    }
  }
  await addToOutbox(tx, rows)
  return { queued, left }
}

/**
 * Makes one row of a match's rows that have waited in the outbox for longer than a time: the oldest takes the range of
 * all, so that a relay that comes to them has them out at once. Under `holdRelay`. Returns how many waited.
 */
export async function joinWaiting(tx: Transaction, gap: Gap, waitingForMs: number): Promise<number> {
  const { rows } = await tx.query<{ waited: number }>({
    name: 'join-waiting',
    text: `with waiting as (
             select id, first_seq, last_seq, created_at from outbox
             where shard = $1 and match_id = $2 and epoch = $3),
           old as (
             select min(id) as id, min(first_seq) as first_seq, max(last_seq) as last_seq, count(*)::int as n from waiting
             having min(created_at) < now() - $4::int * interval '1 ms'),
           widened as (
             update outbox o set first_seq = old.first_seq, last_seq = old.last_seq from old where o.id = old.id),
           gone as (
             delete from outbox o using waiting w, old where o.id = w.id and o.id <> old.id)
           select n as waited from old`,
    values: [shardOf(gap.matchId), gap.matchId, gap.epoch, waitingForMs],
  })
  return rows[0]?.waited ?? 0
}

/** Forgets a gateway that has sockets in its last word, and has said nothing since. Returns of how many matches. */
export async function forgetSilentGateway(
  tx: Transaction,
  instance: string,
  silentForMs: number,
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'forget-silent-gateway',
    text: `delete from gateway_watermarks where instance = $1 and not exists (
             select from gateway_watermarks alive where alive.instance = $1
               and alive.reported_at > now() - $2::int * interval '1 ms')`,
    values: [instance, silentForMs],
  })
  return rowCount ?? 0
}

export interface Recount {
  readonly topic: string
  readonly said: number
  readonly counted: number
}

const topicOfSource = `case source ${Object.entries(sourceTopics)
  .map(([source, topic]) => `when '${source}' then '${topic}'`)
  .join(' ')} end`
const mainTopic = `case topic when '${criticalTopic}' then '${sourceTopics.broadcast}' else topic end`

/**
 * Counts a match's events again, and sets what its accounts say was stored to what there is; empty where they agree.
 * Holds the match's row, so that nothing is stored meanwhile. Indexes: match_events_pkey, accounts_pkey.
 */
export async function recountStored(tx: Transaction, matchId: string): Promise<Recount[]> {
  await tx.query(notWaiting)
  await tx.query({
    name: 'hold-match',
    text: 'select from matches where match_id = $1 for update',
    values: [matchId],
  })
  const { rows } = await tx.query<Recount>({
    name: 'recount-stored',
    text: `with said as (
             select ${mainTopic} as topic, sum(stored)::float8 as n from accounts where match_id = $1 group by 1),
           counted as (
             select ${topicOfSource} as topic, count(*)::float8 as n from match_events where match_id = $1 group by 1)
           select topic, coalesce(said.n, 0) as said, coalesce(counted.n, 0) as counted
           from said full join counted using (topic) where coalesce(said.n, 0) <> coalesce(counted.n, 0) order by topic`,
    values: [matchId],
  })
  for (const { topic, said, counted } of rows) {
    await tx.query({
      name: 'correct-account',
      text: `insert into accounts as a (topic, match_id, accepted, stored) values ($1, $2, $3, $3)
             on conflict (topic, match_id) do update set stored = a.stored + excluded.stored,
               accepted = a.accepted + excluded.accepted`,
      values: [topic, matchId, counted - said],
    })
  }
  return rows
}

/** Sets what an account accepted to the sum of what became of it; undefined where it is that. Index: accounts_pkey. */
export async function recountAccepted(
  tx: Transaction,
  { topic, matchId }: { readonly topic: string; readonly matchId: string },
): Promise<Recount | undefined> {
  await tx.query(notWaiting)
  const { rows } = await tx.query<Recount>({
    name: 'recount-accepted',
    text: `update accounts a set accepted = stored + duplicate + revised + dead + superseded + shed + lost
           from (select topic, match_id, accepted from accounts where topic = $1 and match_id = $2 for update) was
           where a.topic = was.topic and a.match_id = was.match_id
             and a.accepted is distinct from stored + duplicate + revised + dead + superseded + shed + lost
           returning a.topic, was.accepted::float8 as said, a.accepted::float8 as counted`,
    values: [topic, matchId],
  })
  return rows[0]
}
