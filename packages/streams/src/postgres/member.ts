import { assignPartitions, type Member } from '../consuming/assign-partitions.ts'
import { type ConsumingContext, type PartitionLoop, startPartitionLoop } from '../consuming/partition-loop.ts'
import { type Bounds, startPlaces } from '../consuming/start-places.ts'
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
  /** Finishes the batches in hand, while rounds go on and keep the lease. */
  finish(): Promise<void>
  leave(): Promise<void>
}

export function createGroupMember(options: MemberOptions): GroupMember {
  const { memberId, store, partitions, context, leaseMs, read } = options
  const loops = new Map<number, PartitionLoop>()
  const leaving = new Set<number>()
  let finishing = false
  let renewedAtMs = performance.now()

  async function round(): Promise<void> {
    try {
      const members = await renew()
      if (!finishing) await settle(wantedOf(members))
    } catch (error) {
      if (performance.now() - renewedAtMs > leaseMs) letGo([...loops.keys()])
      throw error
    }
  }

  async function renew(): Promise<Member[]> {
    const askedAtMs = performance.now()
    const members = await store.heartbeat()
    renewedAtMs = askedAtMs
    return members
  }

  function wantedOf(members: readonly Member[]): Set<number> {
    const own = assignPartitions(members, partitions).get(memberId) ?? []
    return new Set(own.map(({ id }) => id))
  }

  /** The database says what is held: loops follow it. */
  async function settle(wanted: ReadonlySet<number>): Promise<void> {
    await store.claim([...wanted])
    const held = await store.held()
    letGo(astray(new Set(held.map(({ partitionId }) => partitionId)), wanted))
    const [due, stray] = split(held, wanted)
    if (!finishing) await startOrWake(due)
    const unused = stray.map(({ partitionId }) => partitionId).filter(id => !loops.has(id))
    if (unused.length > 0) await store.release(unused)
  }

  function astray(held: ReadonlySet<number>, wanted: ReadonlySet<number>): number[] {
    return [...loops]
      .filter(([id, loop]) => loop.hasEnded() || !wanted.has(id) || !held.has(id))
      .map(([id]) => id)
  }

  /** Rounds do not wait for a slow handler: they must keep the lease that its commit needs. */
  function letGo(ids: readonly number[]): void {
    for (const id of ids) {
      const loop = loops.get(id)
      if (loop && !leaving.has(id)) void stopAndRelease(id, loop)
    }
  }

  async function stopAndRelease(id: number, loop: PartitionLoop): Promise<void> {
    leaving.add(id)
    await loop.stop()
    loops.delete(id)
    leaving.delete(id)
    await store.release([id]).catch(context.onError)
  }

  async function startOrWake(due: readonly HeldPlace[]): Promise<void> {
    due.forEach(wakeIfBehind)
    const fresh = due.flatMap(place => placed(place) ?? [])
    // Those that nobody could say the beginning of wait for the next round.
    const begun = await startPlaces(context.options, fresh)
    if (begun) for (const place of fresh) await start(place, begun.get(place))
  }

  function wakeIfBehind({ partitionId, nextOffset }: HeldPlace): void {
    const loop = loops.get(partitionId)
    if (loop && loop.position() < nextOffset) loop.wake()
  }

  /** A place that is held and has no loop yet. */
  function placed(place: HeldPlace): FreshPlace | undefined {
    const stored = partitions.find(({ id }) => id === place.partitionId)
    if (!stored || loops.has(place.partitionId)) return undefined
    const { topic, partition } = stored
    return {
      topic,
      partition,
      stored,
      held: place,
      startOffset: place.startOffset,
      endOffset: place.nextOffset,
    }
  }

  async function start({ stored, held }: FreshPlace, begin = held.committedOffset): Promise<void> {
    const commit = (nextOffset: bigint) => store.commit(held.partitionId, nextOffset)
    if (begin !== held.committedOffset && !(await commit(begin))) return
    if (finishing || loops.has(held.partitionId)) return
    const access = {
      topic: stored.topic,
      partition: stored.partition,
      committedOffset: begin,
      read: (fromOffset: bigint, limit: number) => read(stored, fromOffset, limit),
      commit,
    }
    loops.set(held.partitionId, startPartitionLoop(access, context))
  }

  return {
    assigned: () => [...loops.values()].map(({ topic, partition }) => ({ topic, partition })),
    round,
    wake: partitionId => loops.get(partitionId)?.wake(),
    async finish() {
      finishing = true
      await Promise.all([...loops.values()].map(loop => loop.stop()))
    },
    leave: store.leave,
  }
}

interface FreshPlace extends Bounds {
  readonly stored: StoredPartition
  readonly held: HeldPlace
}

/** What is held and wanted, and what is held only. */
function split(held: readonly HeldPlace[], wanted: ReadonlySet<number>): [HeldPlace[], HeldPlace[]] {
  const isWanted = ({ partitionId }: HeldPlace) => wanted.has(partitionId)
  return [held.filter(isWanted), held.filter(place => !isWanted(place))]
}
