import type { Lane, Source } from '@touchline/contracts'
import type { EventPlace } from '@touchline/db'
import type { SearchText } from './search-text.ts'

/** Which events: all that is given must hold. Times are those at which they happened, in ISO 8601 and UTC. */
export interface EventQuestion {
  readonly words?: SearchText | undefined
  readonly matchId?: string | undefined
  readonly source?: Source | undefined
  readonly type?: string | undefined
  readonly lane?: Lane | undefined
  readonly correlationId?: string | undefined
  readonly fromAt?: string | undefined
  readonly toAt?: string | undefined
  /** The last place of the page before. */
  readonly after?: EventPlace | undefined
  readonly limit: number
}

export const engines = ['postgres', 'opensearch', 'cache'] as const
export type Engine = (typeof engines)[number]

export interface FoundEvents {
  /** Within a match by seq, else by when they happened; the newest first. */
  readonly places: readonly EventPlace[]
  readonly isMore: boolean
  readonly from: Engine
  /** When that was so, ISO 8601. */
  readonly asOf: string
}

/**
 * PORT: finds events that have words.
 *
 * It holds what the index job has added: behind what is stored, by about a second in quiet times, and without the
 * readings of sensors that track. What it finds is a place; the event itself is read from the store. A place may be of
 * an event that is no more. Bounded by `limit`, and in time: it rejects where it can't answer within a few seconds.
 */
export interface EventSearch {
  search(question: EventQuestion): Promise<FoundEvents>
}
