import { apiKeyRouter } from './routers/api-key.ts'
import { deadLetterRouter } from './routers/dead-letter.ts'
import { explainRouter } from './routers/explain.ts'
import { overloadRouter } from './routers/overload.ts'
import { pipelineRouter } from './routers/pipeline.ts'
import { replayRouter } from './routers/replay.ts'
import { revocationRouter } from './routers/revocation.ts'
import { router } from './trpc.ts'

/** What operators do. Apart from the router of fans: a public gateway serves that one alone. */
export const operatorRouter = router({
  deadLetter: deadLetterRouter,
  replay: replayRouter,
  overload: overloadRouter,
  apiKey: apiKeyRouter,
  revocation: revocationRouter,
  explain: explainRouter,
  pipeline: pipelineRouter,
})
export type OperatorRouter = typeof operatorRouter
