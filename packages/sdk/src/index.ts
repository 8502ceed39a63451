export type { Connection, ConnectionStatus } from './connection.ts'
export type { FeedOptions, MatchFeed } from './feed.ts'
export {
  defaultRules,
  type FeedCounts,
  type FeedInput,
  type FeedRules,
  type FeedStart,
  type FeedState,
  type FeedStatus,
  initialFeedState,
} from './feed-state.ts'
export type { GatewayApi } from './gateway-api.ts'
export { transition } from './match-feed.ts'
export type { PositionStorage } from './persist.ts'
export { retryDelayMs } from './retry.ts'
export {
  createTouchline,
  type EventsPage,
  type GatewayOptions,
  type MatchHandle,
  type Presence,
  type Touchline,
} from './touchline.ts'
export { TouchlineError } from './touchline-error.ts'
