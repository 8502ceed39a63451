/**
 * Where each post stands in its feed: how many posts after the last one that has an id of its own. A feed that is read
 * again after such a post gives the same places again.
 */
export interface FeedPlaces {
  /** The feed goes on behind this post; undefined: from its beginning. */
  startAfter(id: string | undefined): void
  /** The place of the next post. */
  next(ownId: string | undefined): string
}

export function createFeedPlaces(): FeedPlaces {
  let base = ''
  let since = 0
  return {
    startAfter(id) {
      base = id ?? ''
      since = 0
    },
    next(ownId) {
      since += 1
      const place = `${base}#${since}`
      if (ownId !== undefined) {
        base = ownId
        since = 0
      }
      return place
    },
  }
}
