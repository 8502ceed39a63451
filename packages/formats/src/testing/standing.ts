import type { SentItem } from '../parsed.ts'
import { revisionOrder } from '../revision.ts'

/** What stands under each id once these were processed in this order; a withdrawn event is undefined. */
export function standingOf(items: readonly SentItem[]): Record<string, unknown> {
  const standing = new Map<string, { rank: readonly number[]; item: SentItem }>()
  for (const item of items) {
    const rank = [
      item.revision === undefined ? 0 : 1,
      revisionOrder(item.revision),
      'deleted' in item ? 1 : 0,
    ]
    const known = standing.get(item.sourceEventId)
    if (!known || compare(rank, known.rank) >= 0) standing.set(item.sourceEventId, { rank, item })
  }
  return Object.fromEntries([...standing].map(([id, { item }]) => [id, contentOf(item)]))
}

const compare = (one: readonly number[], other: readonly number[]): number => {
  const at = one.findIndex((value, index) => value !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

function contentOf(item: SentItem): unknown {
  if ('deleted' in item) return undefined
  const { type, payload, occurredAt, clock } = item
  return { type, payload, occurredAt, clock }
}
