import { matchRouter } from './routers/match.ts'
import { pipelineRouter } from './routers/pipeline.ts'
import { sessionRouter } from './routers/session.ts'
import { router } from './trpc.ts'

export const appRouter = router({ match: matchRouter, pipeline: pipelineRouter, session: sessionRouter })
export type AppRouter = typeof appRouter
