import type { TopicPartition } from '../event-log.ts'

export interface Member {
  readonly id: string
  readonly topics: readonly string[]
}

/** Who should hold which partition: round robin, the same for every member that knows the same members. */
export function assignPartitions<Partition extends TopicPartition>(
  members: readonly Member[],
  partitions: readonly Partition[],
): Map<string, Partition[]> {
  const sorted = [...members].sort((a, b) => compare(a.id, b.id))
  const assignment = new Map<string, Partition[]>(sorted.map(({ id }) => [id, []]))
  for (const [place, partition] of [...partitions].sort(byTopicThenNumber).entries()) {
    const takers = sorted.filter(({ topics }) => topics.includes(partition.topic))
    const taker = takers[place % takers.length]
    if (taker) assignment.get(taker.id)?.push(partition)
  }
  return assignment
}

function byTopicThenNumber(a: TopicPartition, b: TopicPartition): number {
  return compare(a.topic, b.topic) || a.partition - b.partition
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
