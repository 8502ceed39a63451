import { eventsInputSchema, feedInputSchema, matchIdSchema } from '@touchline/contracts'
import { z } from 'zod'
import { refusal, unwrap } from '../error-shape.ts'
import { type Follower, followMatch } from '../operations/match/follow-match.ts'
import { getMatch } from '../operations/match/get-match.ts'
import { getMatchStats } from '../operations/match/get-stats.ts'
import { listMatches } from '../operations/match/list-matches.ts'
import { matchPast } from '../operations/match/match-past.ts'
import { pageEvents } from '../operations/match/page-events.ts'
import { sharedFeed } from '../shared-feed.ts'
import { call, feed, router } from '../trpc.ts'
import { presenceCall } from './presence.ts'

const matchInput = z.object({ matchId: matchIdSchema })
const delaySecondsSchema = z.int().min(0).max(60)
const never = new AbortController().signal

export const matchRouter = router({
  list: call.query(async ({ ctx }) => unwrap(await listMatches(ctx.database))),
  get: call
    .input(matchInput.extend({ delaySeconds: delaySecondsSchema.optional() }))
    .query(async ({ ctx, input }) => unwrap(await getMatch(ctx.database, input, () => ctx.now()))),
  events: call
    .input(eventsInputSchema)
    .query(async ({ ctx, input }) => unwrap(await pageEvents(ctx.database, input))),
  stats: call
    .input(matchInput)
    .query(async ({ ctx, input }) => unwrap(await getMatchStats(ctx.database, input))),
  presence: presenceCall,
  feed: feed.input(feedInputSchema).subscription(async ({ ctx, input, signal = never }) => {
    const release = ctx.caller.enter('feed')
    if (!release) throw refusal('rate-limited')
    // A feed may be given up before it is read from, and then its generator never runs.
    signal.addEventListener('abort', release, { once: true })
    const { database, feeds } = ctx
    const { matchId } = input
    const past = matchPast(database, () => ctx.now())
    const snapshot = async () => {
      const match = await getMatch(database, { matchId })
      return match.ok ? match.value : undefined
    }
    try {
      const opened = unwrap(
        await followMatch(input, { feeds, past, signal, snapshot, caller: ctx.caller.quotaKey }),
      )
      const follower: Follower = {
        signal,
        take: frames => ctx.caller.take(frames),
        began: after => ctx.caller.began?.(input, after),
      }
      return sharedFeed(opened, follower, release)
    } catch (error) {
      release()
      throw error
    }
  }),
})
