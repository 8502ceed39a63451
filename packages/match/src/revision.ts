import { canonicalJson, type Revision, type SourceEvent } from '@touchline/contracts'
import { toldClock } from './clock.ts'
import type { Content } from './fact.ts'

/** One version of an event, as it was sent. No content: a withdrawal. */
export interface Version {
  readonly revision?: number | undefined
  /** What a revision that is a time has below its milliseconds. */
  readonly revisionNanos?: number | undefined
  readonly toldAtMs: number
  /** Its place among the versions of its event that were told at once. */
  readonly toldIndex?: number | undefined
  /** By how much its time was set back, as its provider's clock ran ahead. */
  readonly clockSkewMs?: number | undefined
  readonly content?: Content | undefined
}

/** A revision as one number: a count as it is, a time in milliseconds since 1970. */
export const revisionNumber = (revision: Revision | undefined): number | undefined =>
  typeof revision === 'string' ? Date.parse(revision) : revision

/** What `revisionNumber` leaves out of a time, in nanoseconds. */
export function revisionNanos(revision: Revision | undefined): number {
  const digits = typeof revision === 'string' ? (/\.\d{3}(\d+)/.exec(revision)?.[1] ?? '') : ''
  return Number(digits.padEnd(6, '0'))
}

/** The version that a source event is. */
export function versionOf(event: SourceEvent): Version {
  const { type, occurredAt, payload, ingestedAt, revision, toldAt, toldIndex, clockSkewMs } = event
  const content: Content = { type, occurredAt, payload, clock: toldClock(event) }
  return {
    revision: revisionNumber(revision),
    revisionNanos: revisionNanos(revision),
    toldAtMs: Date.parse(toldAt ?? ingestedAt),
    toldIndex,
    clockSkewMs,
    content: type === 'event-withdrawn' ? undefined : content,
  }
}

/** `retold`: the same, by a higher rank, which the standing version takes over. */
export type VersionOrder = 'same' | 'retold' | 'lower' | 'higher'

/**
 * What a version makes of an event of which `standing` holds. The order is total: by rank, then by content. Of all
 * versions that were told the highest holds, whatever the order in which they came.
 */
export function compareVersions(sent: Version, standing: Version): VersionOrder {
  const byRank = compareRanks(rank(sent), rank(standing))
  if (!isSameRevision(sent, standing)) return byRank < 0 ? 'lower' : 'higher'
  const [said, stood] = [textOf(sent), textOf(standing)]
  if (said === stood) return byRank > 0 ? 'retold' : 'same'
  const order = byRank || (said < stood ? -1 : 1)
  return order < 0 ? 'lower' : 'higher'
}

const isSameRevision = (a: Version, b: Version): boolean =>
  a.revision === b.revision && (a.revisionNanos ?? 0) === (b.revisionNanos ?? 0)

/** A withdrawal without a revision is final; a revision is above none; what was told later is above what was before. */
function rank(version: Version): readonly number[] {
  const { revision, revisionNanos: nanos = 0, content, toldAtMs, toldIndex = 0 } = version
  if (revision === undefined) return content ? [0, 0, 0, 0, toldAtMs, toldIndex] : [2]
  return content ? [1, revision, nanos, 0, toldAtMs, toldIndex] : [1, revision, nanos, 1]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/**
 * What a version says, the same for the same. Its time as its provider told it, for the skew that was measured differs
 * from one message to the next; its clock only where one was told, to a hundredth and in the store's precision.
 */
function textOf({ content, clockSkewMs = 0 }: Version): string {
  if (!content) return ''
  const { type, occurredAt, clock, payload } = content
  const told = clock && [clock.period, Math.fround(Math.round(clock.seconds * 100) / 100)]
  return canonicalJson([Date.parse(occurredAt) + clockSkewMs, type, told ?? null, payload])
}
