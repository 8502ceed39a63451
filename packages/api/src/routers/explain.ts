import { unwrap } from '../error-shape.ts'
import { explainDelivery, explainDeliveryInput } from '../operations/explain/explain-delivery.ts'
import { operatorCall, router } from '../trpc.ts'

export const explainRouter = router({
  delivery: operatorCall
    .input(explainDeliveryInput)
    .query(async ({ ctx, input }) => unwrap(await explainDelivery(ctx.database, input, ctx.now()))),
})
