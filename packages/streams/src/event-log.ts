/**
 * PORT: the durable, partitioned, replayable event log.
 *
 * Order: records of one key stand in one partition, in the order of their `append` calls. Nothing is said
 * across keys. Offsets rise within a partition; they need not be dense.
 * Durability: when `append` resolves, the records survive the death of this process and of the log's host
 * process. When it rejects, they may or may not stand in the log: append them again with the same ids, and
 * whoever consumes them drops what came twice. An adapter whose `append` is all-or-nothing says so by
 * `capabilities.atomicAppend`.
 * Duplication: at least once. A record is delivered again after a crash, a rebalance, or a handler that did
 * not get past it.
 * Size: a record's value is at most 1 MiB; a batch handed to a handler is at most `maxBatchRecords` records.
 * Failure: `append`, `lag`, `read` and the start of `consume` reject with LogUnavailable when the log can't be
 * reached within its timeout; `append` throws RangeError for a record that no log takes (a value over 1 MiB, a
 * key or topic that is empty or over 200 characters). A consumption that has begun never ends by itself: it
 * reconnects, with backoff, until stopped.
 */
export interface EventLog {
  readonly capabilities: { readonly atomicAppend: boolean }
  /** Appends records to one topic; resolves when they are durable. */
  append(topic: string, records: readonly NewRecord[]): Promise<void>
  /** Starts to consume as a member of a group, from the committed places or else from the oldest records; resolves once the member has joined. */
  consume(options: ConsumeOptions): Promise<Consumption>
  /** Every partition of the topics, and where the group stands in each. Of no topics: only whether the log answers. */
  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]>
  /** Reads one partition from an offset on, without a group and without committing: for audits and browsing. */
  read(topic: string, partition: number, fromOffset: bigint, limit: number): Promise<LogRecord[]>
  close(): Promise<void>
}

export interface NewRecord {
  readonly key: string
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

export interface LogRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  /** When the log took the record, in milliseconds since 1970. */
  readonly appendedAtMs: number
  readonly key: string
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

export interface RecordBatch {
  readonly topic: string
  readonly partition: number
  /** Never empty; offsets rise. */
  readonly records: readonly LogRecord[]
  /** Aborted when the partition is taken away or the consumption stops: finish or give up soon. */
  readonly signal: AbortSignal
}

/**
 * Handles one batch and returns the next offset to read: everything below it is done and gets committed.
 * Returning an offset short of the batch's end keeps the progress before it, and the rest comes again after
 * `retryDelayMs`. Throwing keeps nothing and brings the whole batch again after `retryDelayMs`, and after up to 2 s where it
 * throws again and again; other partitions go on.
 * Returning an offset past the end counts as the end; one below the batch's first goes back to there. One partition
 * is handled serially; partitions run in parallel up to `concurrency`.
 */
export type BatchHandler = (batch: RecordBatch) => Promise<bigint>

export interface ConsumeOptions {
  readonly group: string
  readonly topics: readonly string[]
  readonly handler: BatchHandler
  /** Default 500. */
  readonly maxBatchRecords?: number
  /** How many partitions are handled at once. Default 4. */
  readonly concurrency?: number
  /** Default 200. */
  readonly retryDelayMs?: number
  /** Told of every failure that the consumption survives. */
  readonly onError?: (error: unknown) => void
  /**
   * Asked where partitions begin whenever this member comes to hold them: what it tells stands above what is committed,
   * earlier or later, and is committed; a place outside the partition counts as its nearer end, and a partition that it
   * does not name begins as committed. While it rejects, those partitions wait, and it is asked again.
   */
  readonly startAt?: StartAt
}

export type StartAt = (places: readonly TopicPartition[]) => Promise<readonly StartPlace[]>

export interface StartPlace extends TopicPartition {
  readonly offset: bigint
}

export interface Consumption {
  /** The partitions that this member holds now. */
  assigned(): readonly TopicPartition[]
  /** Stops fetching (of all partitions); a batch being handled is finished. The member stays in the group. */
  pause(): void
  resume(): void
  /** Finishes the batches in hand, commits, leaves the group. */
  stop(): Promise<void>
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface PartitionLag extends TopicPartition {
  /** The first offset still held. */
  readonly startOffset: bigint
  /** The offset that the next record will get. */
  readonly endOffset: bigint
  /** The group's committed next offset; `startOffset` if it has none. */
  readonly committedOffset: bigint
  readonly lagRecords: number
  /** Age of the oldest record that the group has not committed; 0 if there is none. */
  readonly lagSeconds: number
  /** Age of the oldest record that the log holds; 0 where nothing lags. What lags for as long is deleted next. */
  readonly heldSeconds: number
}

/** The log works, but is set up so that it may lose or refuse records, or be read by others. Told, never thrown. */
export class LogMisconfigured extends Error {
  override readonly name = 'LogMisconfigured'
}

/** The log belongs to another system. Retrying does not help. */
export class LogOfAnotherSystem extends Error {
  override readonly name = 'LogOfAnotherSystem'
}

/** The log could not be reached in time. Retrying helps. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable'
}
