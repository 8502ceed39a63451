import { unwrap } from '../error-shape.ts'
import { liftInput, liftRevocation } from '../operations/revocation/lift.ts'
import { listAllRevocations, listRevocationsInput } from '../operations/revocation/list.ts'
import { revoke, revokeInput } from '../operations/revocation/revoke.ts'
import { operatorCall, router } from '../trpc.ts'

export const revocationRouter = router({
  list: operatorCall
    .input(listRevocationsInput)
    .query(async ({ ctx, input }) => unwrap(await listAllRevocations(ctx.database, input))),
  revoke: operatorCall
    .input(revokeInput)
    .mutation(async ({ ctx, input }) => unwrap(await revoke(ctx.database, input, ctx.operator))),
  lift: operatorCall
    .input(liftInput)
    .mutation(async ({ ctx, input }) => unwrap(await liftRevocation(ctx.database, input, ctx.operator))),
})
