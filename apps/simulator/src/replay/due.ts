import type { SentItem } from '@touchline/formats'

export interface ReplayEvent {
  /** When it is due, in match seconds from the first event; between halves no time passes. */
  readonly dueSeconds: number
  readonly item: SentItem
}

/** Each event in the order of its document, with when it is due by the match's clock. */
export function withDue(items: readonly SentItem[]): ReplayEvent[] {
  const offsets = periodOffsets(items)
  let latest = 0
  return items.map(item => {
    const clock = clockOf(item)
    const due = clock && (offsets.get(clock.period) ?? 0) + clock.seconds
    latest = Math.max(latest, due ?? 0)
    return { dueSeconds: due ?? latest, item }
  })
}

/** In the order of their document: what is told late is due late. */
export function inDocumentOrder(events: readonly ReplayEvent[]): ReplayEvent[] {
  let latest = 0
  return events.map(({ dueSeconds, item }) => {
    latest = Math.max(latest, dueSeconds)
    return { dueSeconds: latest, item }
  })
}

export const inMatchOrder = (events: readonly ReplayEvent[]): ReplayEvent[] =>
  events.toSorted((a, b) => a.dueSeconds - b.dueSeconds)

const clockOf = (item: SentItem) => ('clock' in item ? item.clock : undefined)

/** Where each period begins when they are played one right after the other. */
function periodOffsets(items: readonly SentItem[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>()
  for (const item of items) {
    const clock = clockOf(item)
    if (clock) lengths.set(clock.period, Math.max(lengths.get(clock.period) ?? 0, clock.seconds))
  }
  let offset = 0
  return new Map(
    [...lengths]
      .sort(([a], [b]) => a - b)
      .map(([period, length]) => {
        const start = offset
        offset += length
        return [period, start]
      }),
  )
}
