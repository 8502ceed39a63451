import { z } from 'zod'
import { laneSchema, matchIdSchema } from './ids.ts'
import type { MatchEvent } from './match-event.ts'
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

/** What `match.feed` sends, each under the id `epoch:seq`. */
export type Frame = MatchEvent | FeedReset

export const feedInputSchema = z.object({
  matchId: matchIdSchema,
  /** Set by the tRPC client when it reconnects: the last id it saw. It wins over `from`. */
  lastEventId: positionTextSchema.nullish(),
  /** `start` replays the match from its first event; `live` begins with the next one. */
  from: z.enum(['start', 'live']).default('live'),
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
