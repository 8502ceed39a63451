import type { ErrorCode, FeedInput as FeedRequest } from '@touchline/contracts'

/** What tabs tell the one that leads, and a new leader tells all. */
export type ToHost =
  | { readonly tag: 'ping' | 'lead'; readonly tab: string }
  | { readonly tag: 'ride'; readonly tab: string; readonly id: number; readonly request: FeedRequest }
  | { readonly tag: 'off'; readonly tab: string; readonly id: number }

/** What the leader tells one tab. */
export type FromHost =
  | { readonly tag: 'here' }
  | { readonly tag: 'opened' | 'disconnected'; readonly id: number }
  | { readonly tag: 'frame'; readonly id: number; readonly frame: unknown }
  | { readonly tag: 'ended'; readonly id: number; readonly error: readonly [ErrorCode, string] | undefined }
