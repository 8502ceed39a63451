import type { LogRecord, NewRecord, TopicPartition } from '../event-log.ts'

/** One partition's records, in memory; its offsets are places in the array. */
export interface MemoryPartition extends TopicPartition {
  append(record: NewRecord, appendedAtMs: number): void
  read(fromOffset: bigint, limit: number): LogRecord[]
  endOffset(): bigint
}

export function createMemoryPartition({ topic, partition }: TopicPartition): MemoryPartition {
  const records: LogRecord[] = []
  return {
    topic,
    partition,
    append({ key, value, headers }, appendedAtMs) {
      const offset = BigInt(records.length)
      const copy = { value: Uint8Array.from(value), headers: { ...headers } }
      records.push({ topic, partition, offset, appendedAtMs, key, ...copy })
    },
    read: (fromOffset, limit) => records.slice(Number(fromOffset), Number(fromOffset) + limit),
    endOffset: () => BigInt(records.length),
  }
}
