import { matchRouter } from './routers/match.ts'
import { pipelineRouter } from './routers/pipeline.ts'
import { router } from './trpc.ts'

export const appRouter = router({ match: matchRouter, pipeline: pipelineRouter })
export type AppRouter = typeof appRouter
