import type { SentItem } from '../parsed.ts'
import { compareRevisions } from '../revision.ts'

/** What stands under each id once these were processed in this order; a withdrawn event is undefined. */
export function standingOf(items: readonly SentItem[]): Record<string, unknown> {
  const standing = new Map<string, SentItem>()
  for (const item of items) {
    const known = standing.get(item.sourceEventId)
    if (!known || isNoLower(item, known)) standing.set(item.sourceEventId, item)
  }
  return Object.fromEntries([...standing].map(([id, item]) => [id, contentOf(item)]))
}

/** Of one revision a withdrawal is above any content, and then what came later above what came before. */
function isNoLower(item: SentItem, known: SentItem): boolean {
  const order = compareRevisions(item.revision, known.revision)
  return order === 0 ? 'deleted' in item || !('deleted' in known) : order > 0
}

function contentOf(item: SentItem): unknown {
  if ('deleted' in item) return undefined
  const { type, payload, occurredAt, clock } = item
  return { type, payload, occurredAt, clock }
}
