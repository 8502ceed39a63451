import { unwrap } from '../error-shape.ts'
import { closeReveal, endRevealInput } from '../operations/reveal/end.ts'
import { openReveal, openRevealInput } from '../operations/reveal/open.ts'
import { operatorCall, router } from '../trpc.ts'

export const revealRouter = router({
  open: operatorCall
    .input(openRevealInput)
    .mutation(async ({ ctx, input }) => unwrap(await openReveal(ctx.database, input, ctx.operator))),
  end: operatorCall
    .input(endRevealInput)
    .mutation(async ({ ctx, input }) => unwrap(await closeReveal(ctx.database, input, ctx.operator))),
})
