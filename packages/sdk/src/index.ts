export type { FeedOptions, MatchFeed } from './feed.ts'
export {
  defaultRules,
  type FeedCounts,
  type FeedInput,
  type FeedRules,
  type FeedState,
  type FeedStatus,
  initialFeedState,
} from './feed-state.ts'
export type { GatewayOptions } from './gateway-client.ts'
export { transition } from './match-feed.ts'
export { applyEvent, emptySnapshot } from './match-snapshot.ts'
export { retryDelayMs } from './retry.ts'
export { createTouchline, type EventsPage, type MatchHandle, type Touchline } from './touchline.ts'
export { TouchlineError } from './touchline-error.ts'
