/** News to be read out: a sentence, or a count that is added to others of its kind. */
export type Announcement =
  | string
  | { readonly kind: string; readonly count: number; readonly one: string; readonly many: string }

export interface AnnounceQueue {
  readonly waiting: readonly Announcement[]
  readonly lastAtMs: number
}

export const announceEveryMs = 2_000
const keptWaiting = 20

export const emptyAnnounceQueue: AnnounceQueue = { waiting: [], lastAtMs: Number.NEGATIVE_INFINITY }

function joined(before: Announcement, next: Announcement): Announcement | null {
  if (typeof before === 'string' || typeof next === 'string') return before === next ? before : null
  return before.kind === next.kind ? { ...next, count: before.count + next.count } : null
}

/** Adds news: counts of a kind are summed, a sentence that waits already is not said twice. */
export function withAnnouncement(queue: AnnounceQueue, next: Announcement): AnnounceQueue {
  for (const [place, before] of queue.waiting.entries()) {
    const both = joined(before, next)
    if (both !== null) return { ...queue, waiting: queue.waiting.with(place, both) }
  }
  return { ...queue, waiting: [...queue.waiting, next].slice(-keptWaiting) }
}

const spoken = (item: Announcement): string =>
  typeof item === 'string'
    ? item
    : `${item.count.toLocaleString('en')} ${item.count === 1 ? item.one : item.many}`

/** How long until something may be said; null when nothing waits. */
export const waitMs = (queue: AnnounceQueue, nowMs: number): number | null =>
  queue.waiting.length === 0 ? null : Math.max(0, queue.lastAtMs + announceEveryMs - nowMs)

/** Everything that waits becomes one message. */
export function sayNext(queue: AnnounceQueue, nowMs: number): { text: string; queue: AnnounceQueue } {
  const text = queue.waiting.map(spoken).join('. ')
  return { text, queue: { waiting: [], lastAtMs: nowMs } }
}
