import { assignPartitions, type Member } from '../consuming/assign-partitions.ts'
import { type ConsumingContext, type PartitionLoop, startPartitionLoop } from '../consuming/partition-loop.ts'
import { createGate, createSlots } from '../consuming/signals.ts'
import { startPlaces } from '../consuming/start-places.ts'
import type { ConsumeOptions } from '../event-log.ts'
import type { MemoryPartition } from './partitions.ts'

export interface MemoryMember extends Member {
  readonly context: ConsumingContext
  readonly loops: Map<MemoryPartition, PartitionLoop>
  dead: boolean
}

export interface MemoryGroup {
  committed(partition: MemoryPartition): bigint
  join(member: MemoryMember): Promise<void>
  leave(member: MemoryMember): Promise<void>
  wake(partition: MemoryPartition): void
}

export function createMemoryMember(id: string, options: ConsumeOptions): MemoryMember {
  const onError = options.onError ?? (() => {})
  const context = { options, onError, slots: createSlots(options.concurrency ?? 4), gate: createGate() }
  return { id, topics: options.topics, context, loops: new Map(), dead: false }
}

export function createMemoryGroup(partitionsOf: (topic: string) => readonly MemoryPartition[]): MemoryGroup {
  const offsets = new Map<MemoryPartition, bigint>()
  const members = new Set<MemoryMember>()
  let settled: Promise<void> = Promise.resolve()

  /** Partitions that move are let go by their holders first, so that no two ever hold one. */
  async function settle(): Promise<void> {
    const topics = new Set([...members].flatMap(member => member.topics))
    const assignment = assignPartitions([...members], [...topics].flatMap(partitionsOf))
    const wanted = (member: MemoryMember) => new Set(assignment.get(member.id))
    await Promise.all([...members].map(member => letGo(member, wanted(member))))
    for (const member of members) await takeUp(member, wanted(member))
  }

  async function letGo(member: MemoryMember, wanted: ReadonlySet<MemoryPartition>): Promise<void> {
    const leaving = [...member.loops].filter(([partition]) => !wanted.has(partition))
    await Promise.all(leaving.map(([, loop]) => loop.stop()))
    for (const [partition] of leaving) member.loops.delete(partition)
  }

  async function takeUp(member: MemoryMember, wanted: ReadonlySet<MemoryPartition>): Promise<void> {
    const fresh = [...wanted]
      .filter(partition => !member.loops.has(partition))
      .map(held => ({ held, ...held, startOffset: 0n, endOffset: held.endOffset() }))
    const { retryDelayMs = 200 } = member.context.options
    const begun = await startPlaces(member.context.options, fresh)
    if (!begun) {
      setTimeout(() => members.has(member) && void rebalance(), retryDelayMs)
      return
    }
    for (const place of fresh) {
      const begin = begun.get(place)
      if (begin !== undefined) offsets.set(place.held, begin)
      member.loops.set(place.held, startPartitionLoop(access(member, place.held), member.context))
    }
  }

  const access = (member: MemoryMember, held: MemoryPartition) => ({
    topic: held.topic,
    partition: held.partition,
    committedOffset: offsets.get(held) ?? 0n,
    read: async (fromOffset: bigint, limit: number) => held.read(fromOffset, limit),
    async commit(nextOffset: bigint) {
      if (!member.dead) offsets.set(held, nextOffset)
      return !member.dead
    },
  })

  function rebalance(): Promise<void> {
    settled = settled.then(settle)
    return settled
  }

  return {
    committed: partition => offsets.get(partition) ?? 0n,
    join(member) {
      members.add(member)
      return rebalance()
    },
    async leave(member) {
      members.delete(member)
      const loops = [...member.loops.values()].map(loop => loop.stop())
      if (!member.dead) await Promise.all(loops)
      member.loops.clear()
      await rebalance()
    },
    wake(partition) {
      for (const member of members) member.loops.get(partition)?.wake()
    },
  }
}
