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

/** Of the nearest partition; undefined where nothing can be deleted unread: no records wait, or none was deleted yet. */
export function leastHeadroom(lags: readonly PartitionLag[]): Headroom | undefined {
  const atRisk = lags.filter(lag => lag.lagRecords > 0 && lag.startOffset > 0n).map(headroomOf)
  if (atRisk.length === 0) return undefined
  return {
    records: Math.min(...atRisk.map(({ records }) => records)),
    seconds: Math.min(...atRisk.map(({ seconds }) => seconds)),
  }
}

/** Whether a group's next record is among the oldest tenth of a partition that has been trimmed before. */
export function nearRetention(lag: PartitionLag): boolean {
  const { startOffset, endOffset, lagRecords } = lag
  if (startOffset === 0n || lagRecords === 0) return false
  return headroomOf(lag).records < nearShare * Number(endOffset - startOffset)
}
