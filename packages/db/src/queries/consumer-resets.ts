import type { Database, Transaction } from '../database.ts'
import type { ConsumerName } from './consumers.ts'
import { type WithIsoTimes, withIsoTimes } from './letters/iso-times.ts'

/**
 * `end`: what waits now is put off, and stored later. `time`: the same, of what the log took before then. `match`: the
 * aggregation's windows of a match are built anew.
 */
export type ConsumerResetTarget =
  | { readonly kind: 'end' }
  | { readonly kind: 'time'; readonly before: string }
  | { readonly kind: 'match'; readonly matchId: string }

export interface ConsumerResetResult {
  /** Where each partition ended when the reset began: what came later is not part of it. */
  readonly ends?: Readonly<Record<string, string>>
  readonly partitions?: readonly ResetPartition[]
  /** Records put off. */
  readonly records?: number
  /** Events that are to be folded again. */
  readonly events?: number
  readonly error?: string
}

export interface ResetPartition {
  readonly partition: number
  readonly fromOffset: string
  readonly toOffset: string
  readonly records: number
}

interface ResetRow extends ConsumerName {
  readonly id: string
  readonly target: ConsumerResetTarget
  readonly state: 'pending' | 'done' | 'failed'
  readonly result: ConsumerResetResult | null
  readonly reason: string
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly finishedAt: Date | null
}
export type ConsumerReset = WithIsoTimes<ResetRow>
const columns = `id, consumer, topic, target, state, result, reason, requested_by as "requestedBy",
  requested_at as "requestedAt", finished_at as "finishedAt"`

export interface NewConsumerReset extends ConsumerName {
  readonly target: ConsumerResetTarget
  readonly reason: string
  readonly by: string
}

/**
 * Asks for a reset; undefined where one of the same consumer is still to be done. The lock makes two who ask at once
 * come one after the other. Index: consumer_resets_consumer_topic_id_idx.
 */
export async function insertConsumerReset(
  tx: Transaction,
  { consumer, topic, target, reason, by }: NewConsumerReset,
): Promise<ConsumerReset | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 727107))', [`${consumer} ${topic}`])
  const { rows } = await tx.query<ResetRow>({
    name: 'insert-consumer-reset',
    text: `insert into consumer_resets (consumer, topic, target, reason, requested_by)
           select $1::varchar, $2::varchar, $3::jsonb, $4, $5 where not exists (select from consumer_resets r
             where r.consumer = $1::varchar and r.topic = $2::varchar and r.state = 'pending'
               and r.target ->> 'matchId' is not distinct from $3::jsonb ->> 'matchId')
           returning ${columns}`,
    values: [consumer, topic, JSON.stringify(target), reason, by],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** The newest resets. Index: consumer_resets_pkey. */
export async function listConsumerResets(
  { pool }: Pick<Database, 'pool'>,
  limit: number,
): Promise<ConsumerReset[]> {
  const { rows } = await pool.query<ResetRow>({
    name: 'list-consumer-resets',
    text: `select ${columns} from consumer_resets order by id desc limit $1`,
    values: [limit],
  })
  return rows.map(withIsoTimes)
}

/** Locks a reset that is still to be done; undefined if it is done, or another processor is at it. Index: consumer_resets_pkey. */
export async function lockConsumerReset(tx: Transaction, id: string): Promise<ConsumerReset | undefined> {
  const { rows } = await tx.query<ResetRow>({
    name: 'lock-consumer-reset',
    text: `select ${columns} from consumer_resets where id = $1 and state = 'pending' for update skip locked`,
    values: [id],
  })
  return rows[0] && withIsoTimes(rows[0])
}

/** Only under `lockConsumerReset`. */
export async function saveConsumerReset(
  tx: Transaction,
  id: string,
  { state, result }: Pick<ConsumerReset, 'state' | 'result'>,
): Promise<void> {
  await tx.query({
    name: 'save-consumer-reset',
    text: `update consumer_resets set state = $2::consumer_reset_state, result = $3::jsonb,
             finished_at = case when $2 = 'pending' then null else now() end where id = $1`,
    values: [id, state, JSON.stringify(result)],
  })
}
