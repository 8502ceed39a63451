import { randomUUID } from 'node:crypto'
import { type ConsumeOptions, type Consumption, type EventLog, LogUnavailable } from '../event-log.ts'
import { checkName, checkRecords } from '../limits.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import { createMemoryGroup, createMemoryMember, type MemoryGroup, type MemoryMember } from './group.ts'
import { createMemoryPartition, type MemoryPartition } from './partitions.ts'

export interface MemoryEventLogOptions {
  /** Partitions per topic. Default 4. */
  readonly partitions?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** For tests: one process, everything kept until it ends. */
export interface MemoryEventLog extends EventLog {
  /** Lets a member die as a killed process would: nothing more is committed, its partitions move on at once. */
  kill(consumption: Consumption): Promise<void>
  /** While false, `append`, `lag` and `read` reject with LogUnavailable. */
  setReachable(reachable: boolean): void
}

export function createMemoryEventLog({
  partitions = 4,
  now = Date.now,
}: MemoryEventLogOptions = {}): MemoryEventLog {
  const topics = new Map<string, readonly MemoryPartition[]>()
  const groups = new Map<string, MemoryGroup>()
  const members = new Map<Consumption, () => Promise<void>>()
  let reachable = true

  function partitionsOf(topic: string): readonly MemoryPartition[] {
    checkName('topic', topic)
    const known =
      topics.get(topic) ??
      Array.from({ length: partitions }, (_, partition) => createMemoryPartition({ topic, partition }))
    topics.set(topic, known)
    return known
  }

  function groupOf(name: string): MemoryGroup {
    const known = groups.get(name) ?? createMemoryGroup(partitionsOf)
    groups.set(name, known)
    return known
  }

  function check(): void {
    if (!reachable) throw new LogUnavailable('the log in memory was made unreachable')
  }

  function lagOf(group: MemoryGroup, partition: MemoryPartition) {
    const committedOffset = group.committed(partition)
    const [oldest] = partition.read(committedOffset, 1)
    const lagSeconds = oldest ? Math.max(0, now() - oldest.appendedAtMs) / 1_000 : 0
    const [held] = oldest ? partition.read(0n, 1) : []
    const heldSeconds = held ? Math.max(0, now() - held.appendedAtMs) / 1_000 : 0
    const endOffset = partition.endOffset()
    const lagRecords = Number(endOffset - committedOffset)
    return {
      topic: partition.topic,
      partition: partition.partition,
      startOffset: 0n,
      endOffset,
      committedOffset,
      lagRecords,
      lagSeconds,
      heldSeconds,
    }
  }

  return {
    capabilities: { atomicAppend: true },
    async append(topic, records) {
      check()
      checkRecords(topic, records)
      const all = partitionsOf(topic)
      const touched = new Set<MemoryPartition>()
      for (const record of records) {
        const partition = all[partitionOfKey(record.key, partitions)]
        partition?.append(record, now())
        if (partition) touched.add(partition)
      }
      for (const partition of touched) for (const group of groups.values()) group.wake(partition)
    },
    async consume(options) {
      check()
      const group = groupOf(options.group)
      const member = createMemoryMember(randomUUID(), options)
      await group.join(member)
      const consumption = consumptionOf(member, options, () => group.leave(member))
      members.set(consumption, async () => {
        member.dead = true
        await group.leave(member)
      })
      return consumption
    },
    async lag(group, names) {
      check()
      return names.flatMap(partitionsOf).map(partition => lagOf(groupOf(group), partition))
    },
    async read(topic, partition, fromOffset, limit) {
      check()
      return partitionsOf(topic)[partition]?.read(fromOffset, limit) ?? []
    },
    async close() {
      await Promise.all([...members.keys()].map(consumption => consumption.stop()))
    },
    async kill(consumption) {
      await members.get(consumption)?.()
    },
    setReachable(value) {
      reachable = value
    },
  }
}

function consumptionOf(
  member: MemoryMember,
  { topics }: ConsumeOptions,
  leave: () => Promise<void>,
): Consumption {
  const { gate } = member.context
  let left: Promise<void> | undefined
  return {
    assigned: () =>
      [...member.loops.keys()]
        .filter(({ topic }) => topics.includes(topic))
        .map(({ topic, partition }) => ({ topic, partition })),
    pause: gate.close,
    resume: gate.open,
    stop: () => (left ??= leave()),
  }
}
