import {
  eventsInputSchema,
  type Frame,
  feedInputSchema,
  formatPosition,
  matchIdSchema,
} from '@touchline/contracts'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import type { Release } from '../context.ts'
import { refusal, unwrap } from '../error-shape.ts'
import { followMatch } from '../operations/match/follow-match.ts'
import { getMatch } from '../operations/match/get-match.ts'
import { getMatchStats } from '../operations/match/get-stats.ts'
import { listMatches } from '../operations/match/list-matches.ts'
import { pageEvents } from '../operations/match/page-events.ts'
import { call, feed, router } from '../trpc.ts'

const matchInput = z.object({ matchId: matchIdSchema })
const never = new AbortController().signal

export const matchRouter = router({
  list: call.query(async ({ ctx }) => unwrap(await listMatches(ctx.database))),
  get: call.input(matchInput).query(async ({ ctx, input }) => unwrap(await getMatch(ctx.database, input))),
  events: call
    .input(eventsInputSchema)
    .query(async ({ ctx, input }) => unwrap(await pageEvents(ctx.database, input))),
  stats: call
    .input(matchInput)
    .query(async ({ ctx, input }) => unwrap(await getMatchStats(ctx.database, input))),
  feed: feed.input(feedInputSchema).subscription(async ({ ctx, input, signal = never }) => {
    const release = ctx.caller.enter('feed')
    if (!release) throw refusal('rate-limited')
    // A feed may be given up before it is read from, and then its generator never runs.
    signal.addEventListener('abort', release, { once: true })
    const follower = { signal, take: (frames: readonly Frame[]) => ctx.caller.take(frames) }
    try {
      return trackedFrames(unwrap(await followMatch(ctx.feeds, input, follower)), release)
    } catch (error) {
      release()
      throw error
    }
  }),
})

async function* trackedFrames(slices: AsyncIterable<readonly Frame[]>, release: Release) {
  try {
    for await (const frames of slices) {
      for (const frame of frames) yield tracked(formatPosition(frame), frame)
    }
  } finally {
    release()
  }
}
