import { assignPartitions } from '../consuming/assign-partitions.ts'
import { type ConsumingContext, type PartitionLoop, startPartitionLoop } from '../consuming/partition-loop.ts'
import type { LogRecord, TopicPartition } from '../event-log.ts'
import type { GroupStore, HeldPlace } from './group-store.ts'
import type { StoredPartition } from './topics.ts'

export interface MemberOptions {
  readonly memberId: string
  readonly store: GroupStore
  readonly partitions: readonly StoredPartition[]
  readonly context: ConsumingContext
  readonly leaseMs: number
  read(partition: StoredPartition, fromOffset: bigint, limit: number): Promise<LogRecord[]>
}

/** A member of a group: keeps its lease, and one loop for each partition that it holds. */
export interface GroupMember {
  assigned(): TopicPartition[]
  /** One round: renew, let go of what others should have, claim what is free, start and wake loops. */
  round(): Promise<void>
  wake(partitionId: number): void
  leave(): Promise<void>
}

export function createGroupMember(options: MemberOptions): GroupMember {
  const { memberId, store, partitions, context, leaseMs, read } = options
  const loops = new Map<number, PartitionLoop>()
  let renewedAtMs = performance.now()

  async function round(): Promise<void> {
    try {
      const asked = performance.now()
      const members = await store.heartbeat()
      renewedAtMs = asked
      const wanted = new Set(
        assignPartitions(members, partitions)
          .get(memberId)
          ?.map(({ id }) => id),
      )
      await letGo(wanted)
      await store.claim([...wanted])
      await follow(await store.held(), wanted)
    } catch (error) {
      if (performance.now() - renewedAtMs > leaseMs) await stopLoops([...loops.keys()])
      throw error
    }
  }

  async function letGo(wanted: ReadonlySet<number>): Promise<void> {
    const leaving = [...loops.keys()].filter(id => !wanted.has(id))
    if (leaving.length === 0) return
    await stopLoops(leaving)
    await store.release(leaving)
  }

  async function stopLoops(ids: readonly number[]): Promise<void> {
    await Promise.all(ids.map(id => loops.get(id)?.stop()))
    for (const id of ids) loops.delete(id)
  }

  /** The database says what is held: loops follow it. */
  async function follow(held: readonly HeldPlace[], wanted: ReadonlySet<number>): Promise<void> {
    const places = new Map(held.map(place => [place.partitionId, place]))
    await stopLoops([...loops.keys()].filter(id => !places.has(id)))
    for (const place of held) if (wanted.has(place.partitionId)) startOrWake(place)
    const stray = held.map(({ partitionId }) => partitionId).filter(id => !wanted.has(id))
    if (stray.length > 0) await store.release(stray)
  }

  function startOrWake(place: HeldPlace): void {
    const loop = loops.get(place.partitionId)
    if (!loop) start(place)
    else if (loop.position() < place.nextOffset) loop.wake()
  }

  function start({ partitionId, committedOffset }: HeldPlace): void {
    const partition = partitions.find(({ id }) => id === partitionId)
    if (!partition) return
    const access = {
      topic: partition.topic,
      partition: partition.partition,
      committedOffset,
      read: (fromOffset: bigint, limit: number) => read(partition, fromOffset, limit),
      commit: (nextOffset: bigint) => store.commit(partitionId, nextOffset),
    }
    loops.set(partitionId, startPartitionLoop(access, context))
  }

  return {
    assigned: () => [...loops.values()].map(({ topic, partition }) => ({ topic, partition })),
    round,
    wake: partitionId => loops.get(partitionId)?.wake(),
    async leave() {
      await stopLoops([...loops.keys()])
      await store.leave()
    },
  }
}
