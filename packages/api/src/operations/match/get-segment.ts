import { type MatchEvent, type MatchId, matchEventSchema, matchIdSchema } from '@touchline/contracts'
import { type Database, readEvents } from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'

/** Segment n of a match holds the events with a seq above n · 500, up to (n + 1) · 500. */
export const segmentEvents = 500

export const matchSegmentSchema = z.object({
  matchId: matchIdSchema,
  epoch: z.int().positive(),
  number: z.int().nonnegative(),
  items: z.array(matchEventSchema),
  complete: z.boolean().describe('Whether it holds all it ever will: it never changes then.'),
})

export interface MatchSegment {
  readonly matchId: MatchId
  readonly epoch: number
  readonly number: number
  /** In order of `seq`, without gaps. */
  readonly items: readonly MatchEvent[]
  readonly complete: boolean
}

export interface SegmentInput {
  readonly matchId: MatchId
  readonly epoch: number
  readonly number: number
}

/** One page of a match's past under a name of its own. None of that epoch, or none there yet: `not-found`. */
export async function getSegment(
  database: Database,
  { matchId, epoch, number }: SegmentInput,
): Promise<Outcome<MatchSegment, 'not-found'>> {
  const afterSeq = number * segmentEvents
  const items = await readEvents(database, { matchId, afterSeq, limit: segmentEvents })
  const holds = items.every((event, index) => event.epoch === epoch && event.seq === afterSeq + 1 + index)
  if (items.length === 0 || !holds) return failed('not-found')
  return succeeded({ matchId, epoch, number, items, complete: items.length === segmentEvents })
}
