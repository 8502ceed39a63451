import type { Lane } from '@touchline/contracts'
import {
  addDeferredRange,
  addToAccounts,
  type ConsumerReset,
  type ConsumerResetResult,
  type Database,
  inTransaction,
  lockCheckpoint,
  lockConsumerReset,
  noOutcome,
  type ResetPartition,
  saveCheckpoint,
  saveConsumerReset,
  type Transaction,
} from '@touchline/db'
import type { EventLog, LogRecord } from '@touchline/streams'
import { matchIdOfKey } from '../records/log-record.ts'

export interface ResetOptions {
  readonly database: Database
  readonly log: EventLog
  /** Records in one transaction. Default 2,000. */
  readonly recordsPerStep?: number
}

/** A range of all lanes holds all records between its ends: a backfill stores each of them. */
const allLanes: readonly Lane[] = ['critical', 'normal', 'low']

/**
 * Puts off what waits in a topic: the consumer goes on behind it, and the backfill stores it once there is no overload.
 * Phases: note where each partition ends now, so that a reset which a crash cuts short ends there too; then, partition
 * by partition and step by step, one transaction under the lock of its checkpoint: the records become a deferred range,
 * counted by match, and the checkpoint moves behind them. So each record is put off or handled, and never both. False
 * where it is not done yet: the log gave nothing for a moment, or another processor is at it.
 */
export async function resetTopic(
  options: ResetOptions,
  reset: ConsumerReset,
  signal: AbortSignal,
): Promise<boolean> {
  const { database, log } = options
  const lags = await log.lag(reset.consumer, [reset.topic])
  const begun = await inTransaction(database.pool, async tx => {
    const mine = await lockConsumerReset(tx, reset.id)
    if (!mine || mine.result?.ends) return mine
    const ends = Object.fromEntries(lags.map(lag => [lag.partition, lag.endOffset.toString()]))
    const result = { ends, partitions: [], records: 0 }
    await saveConsumerReset(tx, reset.id, { state: 'pending', result })
    return { ...mine, result }
  })
  if (!begun) return false
  const ends = Object.entries(begun.result?.ends ?? {})
  for (const [partition, end] of ends) {
    const lag = lags.find(one => one.partition === Number(partition))
    const place = { partition: Number(partition), startOffset: lag?.startOffset ?? 0n, end: BigInt(end) }
    let step: Step = 'more'
    while (step === 'more' && !signal.aborted) step = await putOff(options, begun, place)
    // It is still to be done: the next look goes on with it.
    if (step !== 'done') return false
  }
  return inTransaction(database.pool, async tx => {
    const mine = await lockConsumerReset(tx, reset.id)
    if (mine) await saveConsumerReset(tx, reset.id, { state: 'done', result: mine.result })
    return mine !== undefined
  })
}

interface Place {
  readonly partition: number
  /** Where the log begins now. */
  readonly startOffset: bigint
  /** The first offset that is not part of it. */
  readonly end: bigint
}

/** `later`: the log gave nothing for a moment, or another processor is at it. */
type Step = 'more' | 'done' | 'later'

/** One step of one partition. */
function putOff(options: ResetOptions, reset: ConsumerReset, place: Place): Promise<Step> {
  return inTransaction(options.database.pool, async tx => {
    const mine = await lockConsumerReset(tx, reset.id)
    return mine ? putOffLocked(tx, options, mine, place) : 'later'
  })
}

async function putOffLocked(
  tx: Transaction,
  { log, recordsPerStep = 2_000 }: ResetOptions,
  { id, consumer, topic, target, result }: ConsumerReset,
  { partition, startOffset, end }: Place,
): Promise<Step> {
  const key = { group: consumer, topic, partition }
  const from = (await lockCheckpoint(tx, key)) ?? 0n
  const next = larger(from, startOffset)
  // What the log has let go of is not put off: it is lost.
  const lost = Number(next - from)
  if (lost > 0) {
    await addToAccounts(tx, topic, new Map([['', { ...noOutcome, lost }]]))
    await saveCheckpoint(tx, key, next)
  }
  if (next >= end) return 'done'
  const read = await log.read(topic, partition, next, recordsPerStep)
  const records = withinReset(read, end, target)
  const [first, last] = [records[0], records.at(-1)]
  if (!first || !last) return read.length === 0 ? 'later' : 'done'
  const range = { firstOffset: first.offset, lastOffset: last.offset }
  await addDeferredRange(tx, { ...key, ...range, lanes: allLanes, counts: countsOf(records) })
  await saveCheckpoint(tx, key, last.offset + 1n)
  const done = { partition, from: first.offset, to: last.offset + 1n, records: records.length }
  await saveConsumerReset(tx, id, { state: 'pending', result: withStep(result, done) })
  return records.length === read.length ? 'more' : 'done'
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)

/** Records of a partition rise in time, so what is too young ends it. */
function withinReset(
  records: readonly LogRecord[],
  end: bigint,
  target: ConsumerReset['target'],
): readonly LogRecord[] {
  const beforeMs = target.kind === 'time' ? Date.parse(target.before) : Number.POSITIVE_INFINITY
  const beyond = records.findIndex(record => record.offset >= end || record.appendedAtMs >= beforeMs)
  return beyond < 0 ? records : records.slice(0, beyond)
}

function countsOf(records: readonly LogRecord[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const record of records) {
    const matchId = matchIdOfKey(record)
    counts[matchId] = (counts[matchId] ?? 0) + 1
  }
  return counts
}

interface Stepped {
  readonly partition: number
  readonly from: bigint
  readonly to: bigint
  readonly records: number
}

function withStep(result: ConsumerResetResult | null, step: Stepped): ConsumerResetResult {
  const partitions = result?.partitions ?? []
  const before = partitions.find(({ partition }) => partition === step.partition)
  const now: ResetPartition = {
    partition: step.partition,
    fromOffset: before?.fromOffset ?? step.from.toString(),
    toOffset: step.to.toString(),
    records: (before?.records ?? 0) + step.records,
  }
  const others = partitions.filter(one => one !== before)
  return { ...result, partitions: [...others, now], records: (result?.records ?? 0) + step.records }
}
