import { z } from 'zod'
import { laneSchema, matchIdSchema } from './ids.ts'
import { positionPattern } from './position.ts'

export const positionTextSchema = z.string().regex(positionPattern, 'must be a position, written epoch:seq')

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
