import { randomUUID } from 'node:crypto'
import {
  faultsOf,
  logHeaders,
  type SentEvent,
  type Source,
  sentEventSchemas,
  sourceTopics,
} from '@touchline/contracts'
import { stableId, toSourceEvent } from '@touchline/contracts/identity'
import { laneOf } from '@touchline/match'
import type { NewRecord } from '@touchline/streams'
import { deadLetterOf, type RawItem } from './dead-letter.ts'
import type { Delivery } from './delivery.ts'
import type { Outcome } from './outcome.ts'

/** What one provider sent at once, parsed but not yet trusted. */
export interface Arrival {
  readonly source: Source
  readonly provider: string
  /** W3C Trace Context of this arrival. */
  readonly traceparent: string
  readonly items: readonly unknown[]
  /** The bytes behind an item. Where it is given, what is refused goes to the dead letters. */
  readonly rawOf?: (index: number) => RawItem
  /** An item's place in a source that can be read again: the same whenever it comes, and of no other item. */
  readonly placeOf?: (index: number) => string
}

/** The one way in: every event of every source passes here. */
export interface Door {
  /**
   * Judges each item by itself and appends the valid ones with one append, the critical ones among them a second
   * time to the topic of their own, the dead letters with another.
   * Resolves with one outcome per item, in order, once all of it is durable. Rejects with what the log rejected
   * with: nothing may count as taken then; offer the same again, and the ids make what came twice harmless.
   */
  accept(arrival: Arrival): Promise<Outcome[]>
}

export function createDoor(delivery: Delivery, now: () => Date = () => new Date()): Door {
  return {
    async accept(arrival) {
      const judged = judge(arrival, now().toISOString())
      await delivery.deliver(arrival, judged)
      return judged.outcomes
    },
  }
}

export interface Judged {
  readonly outcomes: Outcome[]
  readonly records: NewRecord[]
  /** Those of the records that are critical, as they stand on the critical topic. */
  readonly criticalCopies: NewRecord[]
  readonly deadLetters: NewRecord[]
}

/** Pure but for the correlation ids: which items go in, as which records. */
export function judge(arrival: Arrival, receivedAt: string): Judged {
  const judged = { outcomes: [] as Outcome[], records: [] as NewRecord[], deadLetters: [] as NewRecord[] }
  arrival.items.forEach((item, index) => {
    const correlationId = randomUUID()
    const raw = arrival.rawOf?.(index)
    const parsed = raw?.damage ? undefined : sentEventSchemas[arrival.source].safeParse(item)
    if (parsed?.success) {
      const sourceEventId = stableId(arrival.source, arrival.provider, parsed.data)
      judged.records.push(recordOf(arrival, parsed.data, { sourceEventId, correlationId, receivedAt }))
      judged.outcomes.push({ status: 'accepted', sourceEventId, correlationId })
      return
    }
    const refusal = raw?.damage ?? {
      code: 'schema-mismatch' as const,
      faults: parsed ? faultsOf(parsed.error) : [],
    }
    if (raw)
      judged.deadLetters.push(deadLetterOf(arrival, { index, item, raw, refusal, correlationId, receivedAt }))
    judged.outcomes.push({ status: 'refused', ...refusal })
  })
  return { ...judged, criticalCopies: criticalCopiesOf(arrival, judged.records) }
}

interface Stamp {
  readonly sourceEventId: string
  readonly correlationId: string
  readonly receivedAt: string
}

function recordOf(arrival: Arrival, event: SentEvent, stamp: Stamp): NewRecord {
  const { source, provider, traceparent } = arrival
  const { sourceEventId, receivedAt: ingestedAt } = stamp
  const stored = toSourceEvent(event, { source, provider, sourceEventId, ingestedAt })
  return {
    key: event.matchId,
    value: Buffer.from(JSON.stringify(stored)),
    headers: {
      [logHeaders.correlationId]: stamp.correlationId,
      [logHeaders.traceparent]: traceparent,
      [logHeaders.schema]: `${sourceTopics[source]}/1`,
      [logHeaders.lane]: laneOf(stored.type),
    },
  }
}

/** The same keys and bytes, in the same order; which source topic they also stand on is told by the source. */
function criticalCopiesOf({ source }: Arrival, records: readonly NewRecord[]): NewRecord[] {
  const critical = records.filter(({ headers }) => headers[logHeaders.lane] === 'critical')
  return critical.map(record => ({ ...record, headers: { ...record.headers, [logHeaders.source]: source } }))
}
