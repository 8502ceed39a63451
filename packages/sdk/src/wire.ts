import type { FeedInput as FeedRequest } from '@touchline/contracts'
import type { TouchlineError } from './touchline-error.ts'

/** What one subscription tells the feed. */
export interface FeedObserver {
  opened(): void
  /** As it came: what is no frame is for the feed to count. */
  frame(frame: unknown): void
  disconnected(): void
  /** Without an error: something else carries it from now on, and it is asked for again at once. */
  ended(error?: TouchlineError): void
}

/** Opens one subscription; returns what stops it. May replay what was sent before: the feed drops doubles. */
export type Subscribe = (request: FeedRequest, observer: FeedObserver) => () => void

/** What carries subscriptions to a gateway. */
export interface Wire {
  readonly subscribe: Subscribe
  close(): Promise<void>
}
