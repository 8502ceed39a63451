import type { Consumption, EventLog, PartitionLag } from '@touchline/streams'

export interface TopicLag {
  readonly records: number
  /** The worst of its partitions. */
  readonly seconds: number
}

/** The latest lag, refreshed in the background. */
export interface LagWatch {
  read(): ReadonlyMap<string, TopicLag>
  /** The worst of all topics, or of those that count; undefined while it is not known. */
  seconds(counts?: (topic: string) => boolean): number | undefined
  /** All partitions, as they were last seen. */
  partitions(): readonly PartitionLag[]
  stop(): void
}

export interface LagWatchOptions {
  readonly log: EventLog
  /** The topics of each group. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  /** Told of all partitions each time. */
  readonly onLag: (partitions: readonly PartitionLag[]) => void
  readonly onError: (error: unknown) => void
  /** Default 2,000. */
  readonly intervalMs?: number
}

export function watchLag({ log, groups, onLag, onError, intervalMs = 2_000 }: LagWatchOptions): LagWatch {
  let latest: Map<string, TopicLag> | undefined
  let seen: readonly PartitionLag[] = []
  let busy = false
  const refresh = async () => {
    const asked = Object.entries(groups).map(([group, topics]) => log.lag(group, topics))
    const partitions = (await Promise.all(asked)).flat()
    latest = byTopic(partitions)
    seen = partitions
    onLag(partitions)
  }
  const look = () => {
    if (busy) return
    busy = true
    refresh()
      .catch(onError)
      .finally(() => {
        busy = false
      })
  }
  look()
  const timer = setInterval(look, intervalMs)
  return {
    read: () => latest ?? new Map(),
    seconds: (counts = () => true) =>
      latest && Math.max(0, ...[...latest].flatMap(([topic, { seconds }]) => (counts(topic) ? seconds : []))),
    partitions: () => seen,
    stop: () => clearInterval(timer),
  }
}

function byTopic(partitions: readonly PartitionLag[]): Map<string, TopicLag> {
  const topics = new Map<string, TopicLag>()
  for (const { topic, lagRecords, lagSeconds } of partitions) {
    const { records, seconds } = topics.get(topic) ?? { records: 0, seconds: 0 }
    topics.set(topic, { records: records + lagRecords, seconds: Math.max(seconds, lagSeconds) })
  }
  return topics
}

/** Those that this process consumes now: others' partitions say nothing of its progress. */
export function heldBy(
  consumptions: readonly Consumption[],
  partitions: readonly PartitionLag[],
): PartitionLag[] {
  const held = new Set(
    consumptions.flatMap(consumption =>
      consumption.assigned().map(({ topic, partition }) => `${topic}/${partition}`),
    ),
  )
  return partitions.filter(({ topic, partition }) => held.has(`${topic}/${partition}`))
}
