import { formatPosition } from '@touchline/contracts'
import { type Database, readVersions } from '@touchline/db'
import type { KnownEvent } from './event-facts.ts'

/** One version of an event that was revised or withdrawn: each stands at a position of its own. */
export interface ExplainedVersion {
  readonly position: string
  /** 1 as it first came, 2, 3 … */
  readonly version: number
  /** The source's own count or time of it; null where it told none. */
  readonly revision: number | null
  readonly storedAt: string
  readonly isWithdrawn: boolean
  /** Whether it is what the event says now. */
  readonly isCurrent: boolean
}

/** The newest; an event may be revised without end. */
const maxVersions = 50

/** The versions of an event, from whichever of them one asks, oldest first; none of one that never changed. */
export async function explainVersions(database: Database, event: KnownEvent): Promise<ExplainedVersion[]> {
  const newestFirst = await readVersions(database, event, maxVersions)
  if (newestFirst.length < 2) return []
  return newestFirst
    .map(({ seq, version, revision, type, storedAt }, index) => ({
      position: formatPosition({ epoch: event.epoch, seq }),
      version: version + 1,
      revision,
      storedAt: storedAt.toISOString(),
      isWithdrawn: type === 'event-withdrawn',
      isCurrent: index === 0,
    }))
    .reverse()
}
