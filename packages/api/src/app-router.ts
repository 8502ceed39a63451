import { matchRouter } from './routers/match.ts'
import { sessionRouter } from './routers/session.ts'
import { router } from './trpc.ts'

export const appRouter = router({ match: matchRouter, session: sessionRouter })
export type AppRouter = typeof appRouter
