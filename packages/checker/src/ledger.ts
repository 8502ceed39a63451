import type { Offer, OfferedEvent } from './history.ts'

/** An offered event and what the checker has seen of it. */
export interface Known {
  readonly event: OfferedEvent
  /** How often the door said that it holds it. */
  accepted: number
  /** Where it is stored; 0 if it is not. */
  seq: number
  buried: boolean
}

/** What went in. */
export interface Ledger {
  readonly events: ReadonlyMap<string, Known>
  /** By hash of the damaged bytes: whether a dead letter holds them. */
  readonly damaged: Map<string, { buried: boolean }>
}

export const nameOf = (event: { readonly source: string; readonly sourceEventId: string }): string =>
  `${event.source}/${event.sourceEventId}`

/** Reads the journal. An acceptance of what was never offered is the journal's own fault, and throws. */
export function readOffers(offers: Iterable<Offer>): Ledger {
  const events = new Map<string, Known>()
  const damaged = new Map<string, { buried: boolean }>()
  for (const offer of offers) {
    if (offer.kind === 'damaged') damaged.set(offer.rawHash, { buried: false })
    else if (offer.kind === 'event') addEvent(events, offer.event)
    else accept(events, nameOf(offer))
  }
  return { events, damaged }
}

/** An event that is offered again is the same event. */
function addEvent(events: Map<string, Known>, event: OfferedEvent): void {
  const name = nameOf(event)
  if (!events.has(name)) events.set(name, { event, accepted: 0, seq: 0, buried: false })
}

function accept(events: ReadonlyMap<string, Known>, name: string): void {
  const known = events.get(name)
  if (!known) throw new Error(`the journal accepts ${name}, which it never offered`)
  known.accepted += 1
}
