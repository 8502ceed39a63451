import { matchIdSchema } from '@touchline/contracts'
import { z } from 'zod'
import { unwrap } from '../error-shape.ts'
import { matchPresence } from '../operations/presence/count-presence.ts'
import { call } from '../trpc.ts'

/** `match.presence`: how many watch a match now. */
export const presenceCall = call
  .input(z.object({ matchId: matchIdSchema }))
  .query(async ({ ctx, input }) => unwrap(await matchPresence(ctx.database, input, ctx.now())))
