import type { ConsumeOptions, LogRecord, TopicPartition } from '../event-log.ts'
import { handleBatch } from './batch-outcome.ts'
import { createRetryDelays } from './retry-delays.ts'
import { createBell, type Gate, pauseFor, type Slots } from './signals.ts'

/** One partition as its holder sees it. */
export interface PartitionAccess extends TopicPartition {
  readonly committedOffset: bigint
  read(fromOffset: bigint, limit: number): Promise<LogRecord[]>
  /** False when the partition belongs to another member by now. */
  commit(nextOffset: bigint): Promise<boolean>
}

export interface ConsumingContext {
  readonly options: ConsumeOptions
  readonly slots: Slots
  readonly gate: Gate
  readonly onError: (error: unknown) => void
}

export interface PartitionLoop extends TopicPartition {
  /** The next offset to read. */
  position(): bigint
  /** Tells that there may be records. */
  wake(): void
  /** True once it was stopped, or lost the partition. */
  hasEnded(): boolean
  /** Aborts the batch's signal; resolves when the handler has finished and its progress is committed. */
  stop(): Promise<void>
}

type Step = 'more' | 'idle' | 'short' | 'failed'

/** Wait for the gate and a slot, read, handle, commit; serially, until stopped or the partition is lost. */
export function startPartitionLoop(access: PartitionAccess, context: ConsumingContext): PartitionLoop {
  const { topic, partition } = access
  const { handler, maxBatchRecords = 500, retryDelayMs = 200 } = context.options
  const news = createBell()
  const stopping = new AbortController()
  const { signal } = stopping
  const delays = createRetryDelays(retryDelayMs)
  let position = access.committedOffset

  async function step(): Promise<Step> {
    if (signal.aborted || !context.gate.isOpen) return 'more'
    news.silence()
    const records = await access.read(position, maxBatchRecords)
    return records.length === 0 ? 'idle' : handle(records)
  }

  async function handle(records: readonly LogRecord[]): Promise<Step> {
    const { next, end } = await handleBatch(handler, { topic, partition, records, signal }, context.onError)
    if (next > position || next < (records[0]?.offset ?? 0n)) await commit(next)
    return end === 'complete' ? 'more' : end
  }

  async function commit(next: bigint): Promise<void> {
    if (await access.commit(next)) position = next
    else stopping.abort()
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await context.gate.passed(signal)
      const outcome = await context.slots.use(step).catch(failed)
      await rest(outcome)
    }
  }

  async function rest(outcome: Step): Promise<void> {
    if (outcome === 'failed') return pauseFor(delays.next(), signal)
    delays.reset()
    if (outcome === 'idle') await news.rung(signal)
    if (outcome === 'short') await pauseFor(retryDelayMs, signal)
  }

  function failed(error: unknown): Step {
    context.onError(error)
    return 'failed'
  }

  const running = run()
  return {
    topic,
    partition,
    position: () => position,
    wake: news.ring,
    hasEnded: () => signal.aborted,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
