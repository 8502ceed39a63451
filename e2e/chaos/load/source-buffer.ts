import type { Item } from './event-script.ts'

/** What a source holds for whoever reads it: numbered from 1, bounded, kept a while after it was taken. */
export interface SourceBuffer {
  /** Lets the oldest go where it holds as much as it may. */
  add(item: Item): void
  /** At most `limit` items after a number, and the number of the last of them. */
  after(number: number, limit: number): { readonly items: readonly Item[]; readonly last: number }
  /** The reader holds all up to this number now: each item is told once, to `onTaken`. */
  taken(number: number): void
  /** The number of an event; 0 if it is not held. */
  numberOf(sourceEventId: string): number
  untaken(): number
}

export function createSourceBuffer(maxItems: number, onTaken: (item: Item) => void): SourceBuffer {
  let items: Item[] = []
  let first = 1
  let taken = 0
  const last = () => first + items.length - 1
  return {
    add(item) {
      items.push(item)
      if (items.length < 2 * maxItems) return
      first += items.length - maxItems
      items = items.slice(-maxItems)
    },
    after(number, limit) {
      const from = Math.min(Math.max(Number.isInteger(number) ? number : 0, first - 1), last())
      const found = items.slice(from + 1 - first, from + 1 - first + limit)
      return { items: found, last: from + found.length }
    },
    taken(number) {
      const until = Math.min(Number.isInteger(number) ? number : 0, last())
      for (const item of items.slice(Math.max(0, taken + 1 - first), Math.max(0, until + 1 - first)))
        onTaken(item)
      taken = Math.max(taken, until)
    },
    numberOf(sourceEventId) {
      const index = items.findLastIndex(item => item.offered?.sourceEventId === sourceEventId)
      return index === -1 ? 0 : first + index
    },
    untaken: () => last() - taken,
  }
}
