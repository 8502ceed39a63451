import { unwrap } from '../error-shape.ts'
import { pipelineHistory, pipelineHistoryInput } from '../operations/pipeline/history.ts'
import { pipelineOverview } from '../operations/pipeline/overview.ts'
import { pipelineTail, pipelineTailInput } from '../operations/pipeline/tail.ts'
import { operatorCall, router } from '../trpc.ts'

export const pipelineRouter = router({
  overview: operatorCall.query(async ({ ctx }) =>
    unwrap(await pipelineOverview(ctx.database, () => ctx.now())),
  ),
  history: operatorCall
    .input(pipelineHistoryInput)
    .query(async ({ ctx, input }) => unwrap(await pipelineHistory(ctx.database, input))),
  tail: operatorCall
    .input(pipelineTailInput)
    .query(async ({ ctx, input }) => unwrap(await pipelineTail(ctx.database, input, ctx.now()))),
})
