import { z } from 'zod'
import { laneSchema, matchIdSchema } from './ids.ts'
import type { MatchEvent, MatchSnapshot } from './match-event.ts'
import { positionTextSchema } from './position.ts'

/** The feed starts over from `seq` 1 of this epoch: the position asked for belongs to a history that was lost. */
export interface FeedReset {
  readonly type: 'feed-reset'
  readonly matchId: string
  readonly epoch: number
  /** Always 0: the next event is 1. */
  readonly seq: 0
  readonly reason: 'epoch-changed'
}

/** The events after `afterSeq` up to `seq` were left out, for the connection could not take all that came. */
export interface FeedSkip {
  readonly type: 'feed-skipped'
  readonly matchId: string
  readonly epoch: number
  readonly seq: number
  readonly afterSeq: number
  /** How many of them: of the low lane, and of those that a later event of this feed replaces. */
  readonly low: number
  readonly replaced: number
}

/** What lies after `afterSeq` up to `seq` won't come one by one: the snapshot holds what it led to. */
export interface FeedGap {
  readonly type: 'feed-gap'
  readonly matchId: string
  readonly epoch: number
  /** The snapshot's `lastSeq`. */
  readonly seq: number
  readonly afterSeq: number
  /** The connection was too slow for too long, or the store no longer holds those events. */
  readonly reason: 'slow' | 'not-stored'
  readonly snapshot: MatchSnapshot
}

export type Marker = FeedReset | FeedSkip | FeedGap

/** What `match.feed` sends, each under the id `epoch:seq`. */
export type Frame = MatchEvent | Marker

export const isMarker = (frame: Frame): frame is Marker => frame.type.startsWith('feed-')

export const feedInputSchema = z.object({
  matchId: matchIdSchema,
  /** Set by the tRPC client when it reconnects: the last id it saw. It wins over `from`. */
  lastEventId: positionTextSchema.nullish(),
  /**
   * `start` replays the match from its first event, `live` begins with the next one, and a match clock such as
   * `63:00` begins there and goes on into live.
   */
  from: z
    .union([z.enum(['start', 'live']), z.string().regex(/^\d{1,3}:[0-5]\d$/, 'must be minutes:seconds')])
    .default('live'),
  /** How far the feed stays behind what happens, so that it tells nothing that the fan's picture does not show yet. */
  delaySeconds: z.int().min(0).max(60).optional(),
  /** True: nothing is left out where the connection is slow, however far it falls behind. */
  complete: z.boolean().optional(),
  lang: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/)
    .optional(),
  lanes: z.array(laneSchema).min(1).max(3).optional(),
})
export type FeedInput = z.infer<typeof feedInputSchema>

export const eventsInputSchema = z.object({
  matchId: matchIdSchema,
  after: positionTextSchema.optional(),
  limit: z.int().min(1).max(1_000).default(100),
})
export type EventsInput = z.infer<typeof eventsInputSchema>
