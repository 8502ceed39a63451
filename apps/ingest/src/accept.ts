import { randomUUID } from 'node:crypto'
import {
  faultsOf,
  logHeaders,
  type SentEvent,
  type Source,
  sentEventSchemas,
  sourceTopics,
} from '@touchline/contracts'
import { type Stamp, stableId, toSourceEvent } from '@touchline/contracts/identity'
import { implausibility, laneOf } from '@touchline/match'
import type { NewRecord } from '@touchline/streams'
import { deadLetterOf, type RawItem } from './dead-letter.ts'
import type { Delivery } from './delivery.ts'
import type { Outcome, Refusal } from './outcome.ts'

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
  /** How far the provider's clock runs ahead of ours: times are set back by it before they are judged. */
  readonly skewMs?: number
  /** When it came in, if not now, and when what it says counts as told, if not then; in milliseconds since 1970. */
  readonly receivedMs?: number
  readonly toldAtMs?: number
  /** `global`: the provider uses no id in two matches. */
  readonly idScope?: 'global' | undefined
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
      const receivedMs = arrival.receivedMs ?? now().getTime()
      const judged = judge(arrival, new Date(receivedMs).toISOString())
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
  const receivedMs = Date.parse(receivedAt)
  const toldIndexOf = createToldIndexes()
  arrival.items.forEach((item, index) => {
    const correlationId = randomUUID()
    const raw = arrival.rawOf?.(index)
    const verdict = verdictOn(arrival, item, { raw, receivedMs })
    if (verdict.kind === 'event') {
      const { event, sourceEventId } = verdict
      const toldIndex = toldIndexOf(event.matchId, sourceEventId)
      const stamp = { sourceEventId, correlationId, ingestedAt: receivedAt, toldIndex }
      judged.records.push(recordOf(arrival, event, stamp))
      judged.outcomes.push({ status: 'accepted', sourceEventId, correlationId })
      return
    }
    const { refusal } = verdict
    if (raw)
      judged.deadLetters.push(deadLetterOf(arrival, { index, item, raw, refusal, correlationId, receivedAt }))
    judged.outcomes.push({ status: 'refused', ...refusal })
  })
  return { ...judged, criticalCopies: criticalCopiesOf(arrival, judged.records) }
}

type Verdict =
  | { readonly kind: 'event'; readonly event: SentEvent; readonly sourceEventId: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Whether an item is an event that can be true. Its id is made of what was sent, whatever the provider's clock. */
function verdictOn(
  { source, provider, skewMs = 0 }: Arrival,
  item: unknown,
  { raw, receivedMs }: { raw: RawItem | undefined; receivedMs: number },
): Verdict {
  if (raw?.damage) return { kind: 'refused', refusal: raw.damage }
  const parsed = sentEventSchemas[source].safeParse(item)
  if (!parsed.success) {
    return { kind: 'refused', refusal: { code: 'schema-mismatch', faults: faultsOf(parsed.error) } }
  }
  const event = onOurClock(parsed.data, skewMs)
  const fault = implausibility(event, receivedMs)
  if (fault) {
    const faults = [{ path: fault.path, message: fault.rule }]
    return { kind: 'refused', refusal: { code: fault.code, faults } }
  }
  return { kind: 'event', event, sourceEventId: stableId(source, provider, parsed.data) }
}

function onOurClock(event: SentEvent, skewMs: number): SentEvent {
  if (skewMs === 0 || event.occurredAt === undefined) return event
  return { ...event, occurredAt: new Date(Date.parse(event.occurredAt) - skewMs).toISOString() }
}

/** How often an id came before at once, so that its order can be told while all of them came in at one time. */
function createToldIndexes(): (matchId: string, sourceEventId: string) => number {
  const counts = new Map<string, number>()
  return (matchId, sourceEventId) => {
    const key = `${matchId} ${sourceEventId}`
    const before = counts.get(key) ?? 0
    counts.set(key, before + 1)
    return before
  }
}

interface RecordStamp {
  readonly sourceEventId: string
  readonly correlationId: string
  readonly ingestedAt: string
  readonly toldIndex: number
}

function recordOf(arrival: Arrival, event: SentEvent, { correlationId, ...told }: RecordStamp): NewRecord {
  const { source, provider, traceparent, skewMs = 0, idScope, receivedMs, toldAtMs = receivedMs } = arrival
  const { sourceEventId, ingestedAt, toldIndex } = told
  const stamp: Stamp = {
    ...{ source, provider, sourceEventId, ingestedAt },
    ...(toldAtMs !== receivedMs && { toldAt: new Date(toldAtMs ?? 0).toISOString() }),
    ...(toldIndex > 0 && { toldIndex }),
    ...(skewMs !== 0 && { clockSkewMs: skewMs }),
    ...(idScope && { idScope }),
  }
  const stored = toSourceEvent(event, stamp)
  return {
    key: event.matchId,
    value: Buffer.from(JSON.stringify(stored)),
    headers: {
      [logHeaders.correlationId]: correlationId,
      [logHeaders.traceparent]: traceparent,
      [logHeaders.schema]: `${sourceTopics[source]}/1`,
      [logHeaders.lane]: laneOf(stored.type),
      ...(skewMs !== 0 && { [logHeaders.clockSkewMs]: String(skewMs) }),
    },
  }
}

/** The same keys and bytes, in the same order; which source topic they also stand on is told by the source. */
function criticalCopiesOf({ source }: Arrival, records: readonly NewRecord[]): NewRecord[] {
  const critical = records.filter(({ headers }) => headers[logHeaders.lane] === 'critical')
  return critical.map(record => ({ ...record, headers: { ...record.headers, [logHeaders.source]: source } }))
}
