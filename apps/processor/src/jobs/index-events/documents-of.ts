import { type Fixture, parsePosition } from '@touchline/contracts'
import type { EventDocument, IndexableEvent } from '@touchline/db'
import { documentOf, unindexedTypes } from './document-of.ts'

/** Where the events stand that some revisions change. */
export const seqsRevisedBy = (events: readonly IndexableEvent[]): number[] =>
  events.map(seqRevisedBy).filter(seq => seq !== undefined)

function seqRevisedBy({ type, seq, payload }: IndexableEvent): number | undefined {
  if (type !== 'event-revised' && type !== 'event-withdrawn') return undefined
  const { position } = payload as { readonly position: string | null }
  const place = position === null ? undefined : parsePosition(position)
  return place && place.seq < seq ? place.seq : undefined
}

/**
 * Documents of events, in the order of seq, and of those that they revise, as these stand now: an event is found under
 * the seq at which it first came by what it says now, and one that was withdrawn by what it said last, and `withdrawn`.
 */
export function documentsOf(
  events: readonly IndexableEvent[],
  revised: ReadonlyMap<number, IndexableEvent>,
  fixture: Fixture | null,
): EventDocument[] {
  const bySeq = new Map<number, EventDocument>()
  for (const event of events) {
    bySeq.set(event.seq, documentOf(event, fixture))
    const first = revised.get(seqRevisedBy(event) ?? 0)
    const now = first && standingNow(first, event, fixture)
    if (now) bySeq.set(now.seq, now)
  }
  return [...bySeq.values()]
}

function standingNow(
  first: IndexableEvent,
  revision: IndexableEvent,
  fixture: Fixture | null,
): EventDocument | undefined {
  const isWithdrawn = revision.type === 'event-withdrawn'
  const { event, previous } = revision.payload as unknown as Versions
  const content = isWithdrawn ? previous : event
  if (!content || unindexedTypes.includes(content.type)) return undefined
  const { type, payload, occurredAt } = content
  const document = documentOf(
    { ...first, type, payload, occurredAt, lane: revision.lane } as IndexableEvent,
    fixture,
  )
  return isWithdrawn ? { ...document, names: `${document.names} withdrawn` } : document
}

type Content = Pick<IndexableEvent, 'type' | 'payload' | 'occurredAt'>
interface Versions {
  readonly event?: Content
  readonly previous: Content | null
}
