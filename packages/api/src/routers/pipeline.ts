import { unwrap } from '../error-shape.ts'
import { pipelineOverview } from '../operations/pipeline/overview.ts'
import { call, router } from '../trpc.ts'

export const pipelineRouter = router({
  overview: call.query(async ({ ctx }) => unwrap(await pipelineOverview(ctx.database, () => ctx.now()))),
})
