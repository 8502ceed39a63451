import { unwrap } from '../error-shape.ts'
import { getOverloadPolicy } from '../operations/overload/get.ts'
import { setOverloadPolicy, setOverloadPolicyInput } from '../operations/overload/set.ts'
import { operatorCall, router } from '../trpc.ts'

export const overloadRouter = router({
  get: operatorCall.query(async ({ ctx }) => unwrap(await getOverloadPolicy(ctx.database))),
  set: operatorCall
    .input(setOverloadPolicyInput)
    .mutation(async ({ ctx, input }) => unwrap(await setOverloadPolicy(ctx.database, input, ctx.operator))),
})
