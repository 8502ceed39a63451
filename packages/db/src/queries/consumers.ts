import { criticalTopic, sourceTopics } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

/** A consumer of a topic that operators may pause and reset; the aggregation reads no topic. */
export interface ConsumerName {
  readonly consumer: string
  /** Empty for the aggregation. */
  readonly topic: string
}

export const criticalConsumer = 'processor-critical'
export const aggregationConsumer = 'aggregation'

/** All of them, in the order in which they are shown. */
export const consumerNames: readonly ConsumerName[] = [
  ...Object.values(sourceTopics).map(topic => ({ consumer: 'processor', topic })),
  { consumer: criticalConsumer, topic: criticalTopic },
  { consumer: aggregationConsumer, topic: '' },
]

/** What processors obey now. Times are left to run by the database's clock, so that theirs don't matter. */
export interface ConsumerOrders {
  readonly pauses: readonly (ConsumerName & { readonly remainingMs: number })[]
  /** Resets that nobody has brought to an end, oldest first. */
  readonly resetIds: readonly string[]
}

/** One statement, for it is asked twice a second. Indexes: consumer_controls_pkey, consumer_resets_state_id_idx. */
export async function readConsumerOrders({ pool }: Pick<Database, 'pool'>): Promise<ConsumerOrders> {
  const { rows } = await pool.query<ConsumerName & { remainingMs: number; resetId: string | null }>({
    name: 'read-consumer-orders',
    text: `select consumer, topic, (extract(epoch from paused_until - now()) * 1000)::float8 as "remainingMs",
             null::bigint as "resetId"
           from consumer_controls where paused_until > now()
           union all select consumer, topic, 0, id from consumer_resets where state = 'pending' order by 4 limit 200`,
  })
  return {
    pauses: rows.filter(({ resetId }) => resetId === null),
    resetIds: rows.flatMap(({ resetId }) => resetId ?? []),
  }
}

interface ControlRow extends ConsumerName {
  readonly pausedUntil: Date | null
  readonly pausedAt: Date | null
  readonly reason: string
  readonly changedBy: string
  readonly changedAt: Date
}
export type ConsumerControl = WithIsoTimes<ControlRow>
const controlColumns = `consumer, topic, paused_until as "pausedUntil", paused_at as "pausedAt", reason,
  changed_by as "changedBy", changed_at as "changedAt"`

/** What was said last of each; `pausedUntil` is null where that time is over. Index: none, a handful of rows. */
export async function listConsumerControls({ pool }: Pick<Database, 'pool'>): Promise<ConsumerControl[]> {
  const { rows } = await pool.query<ControlRow>({
    name: 'list-consumer-controls',
    text: `select consumer, topic, case when paused_until > now() then paused_until end as "pausedUntil",
             paused_at as "pausedAt", reason, changed_by as "changedBy", changed_at as "changedAt"
           from consumer_controls`,
  })
  return rows.map(withIsoTimes)
}

export interface ConsumerPausing extends ConsumerName {
  readonly minutes: number
  readonly reason: string
  readonly by: string
}

/** From now on, whatever was said before. Index: consumer_controls_pkey. */
export async function pauseConsumer(tx: Transaction, pausing: ConsumerPausing): Promise<ConsumerControl> {
  const { rows } = await tx.query<ControlRow>({
    name: 'pause-consumer',
    text: `insert into consumer_controls (consumer, topic, paused_until, paused_at, reason, changed_by, changed_at)
           values ($1, $2, now() + $3::int * interval '1 minute', now(), $4, $5, now())
           on conflict (consumer, topic) do update set paused_until = excluded.paused_until,
             paused_at = excluded.paused_at, reason = excluded.reason, changed_by = excluded.changed_by,
             changed_at = excluded.changed_at
           returning ${controlColumns}`,
    values: [pausing.consumer, pausing.topic, pausing.minutes, pausing.reason, pausing.by],
  })
  const [row] = rows
  if (!row) throw new Error(`${pausing.consumer} ${pausing.topic} was not paused`)
  return withIsoTimes(row)
}

/** Undefined where it was not paused. Index: consumer_controls_pkey. */
export async function resumeConsumer(
  tx: Transaction,
  { consumer, topic, by }: ConsumerName & { readonly by: string },
): Promise<ConsumerControl | undefined> {
  const { rows } = await tx.query<ControlRow>({
    name: 'resume-consumer',
    text: `update consumer_controls set paused_until = null, changed_by = $3, changed_at = now()
           where consumer = $1 and topic = $2 and paused_until > now() returning ${controlColumns}`,
    values: [consumer, topic, by],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** Whether it is paused now. Index: consumer_controls_pkey. */
export async function isConsumerPaused(tx: Transaction, { consumer, topic }: ConsumerName): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'is-consumer-paused',
    text: 'select from consumer_controls where consumer = $1 and topic = $2 and paused_until > now()',
    values: [consumer, topic],
  })
  return rowCount === 1
}

export interface ConsumerPlace extends ConsumerName {
  readonly partition: number
  /** The first offset whose record is not taken. */
  readonly nextOffset: number
}

/** How far the processors have come. Reads all checkpoints: one per group and partition. Index: checkpoints_pkey. */
export async function readConsumerPlaces({ pool }: Pick<Database, 'pool'>): Promise<ConsumerPlace[]> {
  const { rows } = await pool.query<ConsumerPlace>({
    name: 'read-consumer-places',
    text: `select consumer_group as consumer, topic, partition, next_offset::float8 as "nextOffset"
           from checkpoints where next_offset >= 0 order by 1, 2, 3`,
  })
  return rows
}

export interface AggregationLag {
  readonly events: number
  readonly matches: number
}

/** Stored events that no window has. Reads both tables, a row per match. */
export async function readAggregationLag({ pool }: Pick<Database, 'pool'>): Promise<AggregationLag> {
  const { rows } = await pool.query<AggregationLag>({
    name: 'read-aggregation-lag',
    text: `select coalesce(sum(behind), 0)::float8 as events, count(*)::int as matches
           from (select m.last_seq - coalesce(case when m.epoch = c.epoch then c.next_seq end, 1) + 1 as behind
             from matches m left join aggregate_checkpoints c using (match_id)) b where behind > 0`,
  })
  return rows[0] ?? { events: 0, matches: 0 }
}

export interface AffectedMatch {
  readonly matchId: string
  readonly home: string | null
  readonly away: string | null
  readonly lastSeq: number
  /** Feeds that fans have open. */
  readonly fans: number
}

/**
 * Matches that had an event within ten minutes, and any of the topics ever; the newest first.
 * Indexes: accounts_pkey, gateway_watermarks_match_id_idx; the matches are read once.
 */
export async function readAffectedMatches(
  { pool }: Pick<Database, 'pool'>,
  topics: readonly string[],
  limit: number,
): Promise<AffectedMatch[]> {
  const { rows } = await pool.query<AffectedMatch>({
    name: 'read-affected-matches',
    text: `select m.match_id as "matchId", m.state #>> '{fixture,home}' as home, m.state #>> '{fixture,away}' as away,
             m.last_seq as "lastSeq", coalesce((select sum(g.sockets) from gateway_watermarks g
               where g.match_id = m.match_id and g.reported_at > now() - interval '10 s'), 0)::float8 as fans
           from matches m where m.updated_at > now() - interval '10 minutes'
             and exists (select from accounts a where a.topic = any($1::text[]) and a.match_id = m.match_id)
           order by m.updated_at desc limit $2`,
    values: [topics, limit],
  })
  return rows
}
