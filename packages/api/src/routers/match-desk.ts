import { unwrap } from '../error-shape.ts'
import { listDesk, listDeskInput } from '../operations/match-desk/list.ts'
import { showDeskInput, showDeskMatch } from '../operations/match-desk/show.ts'
import { operatorCall, router } from '../trpc.ts'

export const matchDeskRouter = router({
  list: operatorCall
    .input(listDeskInput)
    .query(async ({ ctx, input }) => unwrap(await listDesk(ctx.database, input, ctx.now()))),
  show: operatorCall
    .input(showDeskInput)
    .query(async ({ ctx, input }) => unwrap(await showDeskMatch(ctx.database, input, ctx.now()))),
})
