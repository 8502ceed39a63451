import { wellFormedText } from '@touchline/contracts'
import { z } from 'zod'
import { refusal, unwrap } from '../error-shape.ts'
import { whoIs } from '../operations/session/who.ts'
import { call, router } from '../trpc.ts'

/** Longer tokens are refused; longer texts are no tokens. */
const renewInput = z.object({ token: wellFormedText.min(1).max(8_192) })

export const sessionRouter = router({
  who: call.query(({ ctx }) => whoIs(ctx.caller.identity)),
  /** Goes on with a newer token of the same fan and session, on the connection as it is. */
  renew: call.input(renewInput).mutation(async ({ ctx, input }) => {
    // Where each request brings its own token there is nothing to renew.
    if (!ctx.caller.renew) throw refusal('state-conflict')
    return whoIs(unwrap(await ctx.caller.renew(input.token)))
  }),
})
