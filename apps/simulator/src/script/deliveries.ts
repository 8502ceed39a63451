import type { Source } from '@touchline/contracts'
import { type MalformedPayload, malform } from './malformed.ts'
import type { FaultRates } from './options.ts'
import type { Random } from './random.ts'
import type { ScriptedEvent } from './scripted-event.ts'

/** One thing that a source sends, at `dueSeconds` of match time or later. */
export type Delivery = { readonly source: Source; readonly dueSeconds: number } & (
  | { readonly kind: 'event' | 'duplicate'; readonly event: ScriptedEvent }
  | ({ readonly kind: 'malformed' } & MalformedPayload)
)

/**
 * What a source sends for its events when it misbehaves at these rates. Whatever the rates: every event is sent,
 * for the first time exactly once, and never before it happened. So what is stored does not depend on them.
 */
export function deliver(events: readonly ScriptedEvent[], rates: FaultRates, random: Random): Delivery[] {
  const ordered = disorder(events, rates.disorder, random.fork('disorder'))
  const due = hold(ordered, rates, random.fork('bursts'))
  return repeat(due, rates.duplicates, random.fork('duplicates')).flatMap(
    withMalformed(rates.malformed, random.fork('malformed')),
  )
}

/** A match's turning points stay where they are; swapping them would tell another match. */
const fixed: ReadonlySet<string> = new Set([
  'match-scheduled',
  'period-started',
  'period-ended',
  'match-ended',
])

function disorder(events: readonly ScriptedEvent[], rate: number, random: Random): ScriptedEvent[] {
  const order = [...events]
  for (let i = 0; i + 1 < order.length; i++) {
    const [first, second] = [order[i], order[i + 1]]
    if (!first || !second || fixed.has(first.draft.type) || fixed.has(second.draft.type)) continue
    if (!random.chance(rate)) continue
    order[i] = second
    order[i + 1] = first
    i++
  }
  return order
}

/** Due when it happened, or when the one before it is due if that is later; bursts wait for their last. */
function hold(
  order: readonly ScriptedEvent[],
  { bursts, burstSize }: FaultRates,
  random: Random,
): Delivery[] {
  const deliveries: Delivery[] = []
  let dueSeconds = 0
  for (let i = 0; i < order.length; ) {
    const group = order.slice(i, i + (random.chance(bursts) ? burstSize : 1))
    dueSeconds = Math.max(dueSeconds, ...group.map(event => event.atSeconds))
    for (const event of group) deliveries.push({ kind: 'event', source: event.source, dueSeconds, event })
    i += group.length
  }
  return deliveries
}

const latestRepeat = 20

function repeat(deliveries: readonly Delivery[], rate: number, random: Random): Delivery[] {
  const repeats = new Map<number, Delivery[]>()
  const sent: Delivery[] = []
  deliveries.forEach((delivery, index) => {
    sent.push(delivery)
    if (delivery.kind === 'event' && random.chance(rate)) {
      const after = Math.min(deliveries.length - 1, index + random.integer(0, latestRepeat))
      repeats.set(after, [...(repeats.get(after) ?? []), { ...delivery, kind: 'duplicate' }])
    }
    const { dueSeconds } = delivery
    sent.push(...(repeats.get(index) ?? []).map(again => ({ ...again, dueSeconds })))
    repeats.delete(index)
  })
  return sent
}

function withMalformed(rate: number, random: Random): (delivery: Delivery) => Delivery[] {
  let number = 0
  return delivery => {
    if (delivery.kind !== 'event' || !random.chance(rate)) return [delivery]
    const { source, dueSeconds, event } = delivery
    return [delivery, { kind: 'malformed', source, dueSeconds, ...malform(event, ++number, random) }]
  }
}
