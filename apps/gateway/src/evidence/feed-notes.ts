import { randomUUID } from 'node:crypto'
import type { FeedNotes, FeedOmitted, FeedSessionBegun, FeedSessionEnd } from '@touchline/db'

/** One feed's row until it is written, and its id after. */
export interface NotedFeed {
  readonly sessionId: string
  /** Undefined once it is on its way to the store, or was let go. */
  begun: FeedSessionBegun | undefined
}

/**
 * What has not been written yet, in the order in which it came, at most `maxNotes`: the oldest goes first, and is
 * counted. A feed that ends before its beginning was written is one note.
 */
export class FeedNoteBuffer {
  readonly #maxNotes: number
  #begun = new Set<NotedFeed>()
  #ended = new Map<string, FeedSessionEnd>()
  #omitted = new Set<FeedOmitted>()
  #dropped = 0

  constructor(maxNotes: number) {
    this.#maxNotes = maxNotes
  }

  get size(): number {
    return this.#begun.size + this.#ended.size + this.#omitted.size
  }

  /** Notes let go since the beginning. */
  get dropped(): number {
    return this.#dropped
  }

  begin(beginning: Omit<FeedSessionBegun, 'sessionId'>): NotedFeed {
    const sessionId = randomUUID()
    const feed: NotedFeed = { sessionId, begun: { ...beginning, sessionId } }
    this.#begun.add(feed)
    this.#trim()
    return feed
  }

  end(feed: NotedFeed, end: FeedSessionEnd): void {
    if (feed.begun) feed.begun = { ...feed.begun, end }
    else this.#ended.set(feed.sessionId, end)
    this.#trim()
  }

  omit(note: FeedOmitted): void {
    this.#omitted.add(note)
    this.#trim()
  }

  /** Takes the oldest notes out, at most `limit` of each kind. */
  take(limit: number): FeedNotes {
    const begun = this.#takeBegun(limit)
    const ended = firstOf(this.#ended, limit).map(([sessionId, end]) => ({ sessionId, ...end }))
    for (const { sessionId } of ended) this.#ended.delete(sessionId)
    const omitted = firstOf(this.#omitted, limit)
    for (const note of omitted) this.#omitted.delete(note)
    return { begun, ended, omitted }
  }

  #takeBegun(limit: number): FeedSessionBegun[] {
    return firstOf(this.#begun, limit).flatMap(feed => {
      const { begun } = feed
      feed.begun = undefined
      this.#begun.delete(feed)
      return begun ? [begun] : []
    })
  }

  countDropped(notes: number): void {
    this.#dropped += notes
  }

  #trim(): void {
    while (this.size > this.#maxNotes) {
      this.#dropOldest()
      this.#dropped++
    }
  }

  /** Of what there is most of; what is left of a feed then tells less, and nothing that is false. */
  #dropOldest(): void {
    const largest = Math.max(this.#begun.size, this.#ended.size, this.#omitted.size)
    if (this.#omitted.size === largest) dropFirst(this.#omitted)
    else if (this.#ended.size === largest) dropFirst(this.#ended)
    else this.#takeBegun(1)
  }
}

function dropFirst<K>(notes: { keys(): Iterable<K>; delete(key: K): boolean }): void {
  const [first] = firstOf(notes.keys(), 1)
  if (first !== undefined) notes.delete(first)
}

function firstOf<T>(notes: Iterable<T>, limit: number): T[] {
  const first: T[] = []
  for (const note of notes) {
    if (first.length >= limit) break
    first.push(note)
  }
  return first
}
