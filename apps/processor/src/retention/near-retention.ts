import type { PartitionLag } from '@touchline/streams'

const nearShare = 0.1

export interface Headroom {
  readonly records: number
  readonly seconds: number
}

/** How far a group is from the oldest record that the log holds: what it has until records are deleted unread. */
export const headroomOf = ({
  committedOffset,
  startOffset,
  heldSeconds,
  lagSeconds,
}: PartitionLag): Headroom => ({
  records: Number(committedOffset - startOffset),
  seconds: Math.max(0, heldSeconds - lagSeconds),
})

/** Of several partitions, the nearest; seconds only where records wait, for else nothing can be deleted unread. */
export function leastHeadroom(lags: readonly PartitionLag[]): {
  readonly records: number
  readonly seconds: number | undefined
} {
  const seconds = lags.filter(({ lagRecords }) => lagRecords > 0).map(lag => headroomOf(lag).seconds)
  return {
    records: Math.min(...lags.map(lag => headroomOf(lag).records)),
    seconds: seconds.length === 0 ? undefined : Math.min(...seconds),
  }
}

/** Whether a group's next record is among the oldest tenth of a partition that has been trimmed before. */
export function nearRetention(lag: PartitionLag): boolean {
  const { startOffset, endOffset, lagRecords } = lag
  if (startOffset === 0n || lagRecords === 0) return false
  return headroomOf(lag).records < nearShare * Number(endOffset - startOffset)
}
