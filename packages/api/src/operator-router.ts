import { apiKeyRouter } from './routers/api-key.ts'
import { auditRouter } from './routers/audit.ts'
import { consumerRouter } from './routers/consumer.ts'
import { correctionRouter } from './routers/correction.ts'
import { deadLetterRouter } from './routers/dead-letter.ts'
import { deadLetterGroupRouter } from './routers/dead-letter-group.ts'
import { deliveryRouter } from './routers/delivery.ts'
import { eventRouter } from './routers/event.ts'
import { explainRouter } from './routers/explain.ts'
import { matchDeskRouter } from './routers/match-desk.ts'
import { overloadRouter } from './routers/overload.ts'
import { partnerGrantRouter } from './routers/partner-grant.ts'
import { personRouter } from './routers/person.ts'
import { pipelineRouter } from './routers/pipeline.ts'
import { primaryProviderRouter } from './routers/primary-provider.ts'
import { replayRouter } from './routers/replay.ts'
import { revealRouter } from './routers/reveal.ts'
import { revocationRouter } from './routers/revocation.ts'
import { savedViewRouter } from './routers/saved-view.ts'
import { router } from './trpc.ts'

/** What operators do. Apart from the router of fans: a public gateway serves that one alone. */
export const operatorRouter = router({
  deadLetter: deadLetterRouter,
  deadLetterGroup: deadLetterGroupRouter,
  replay: replayRouter,
  reveal: revealRouter,
  overload: overloadRouter,
  partnerGrant: partnerGrantRouter,
  apiKey: apiKeyRouter,
  revocation: revocationRouter,
  explain: explainRouter,
  event: eventRouter,
  person: personRouter,
  pipeline: pipelineRouter,
  consumer: consumerRouter,
  matchDesk: matchDeskRouter,
  correction: correctionRouter,
  primaryProvider: primaryProviderRouter,
  delivery: deliveryRouter,
  audit: auditRouter,
  savedView: savedViewRouter,
})
export type OperatorRouter = typeof operatorRouter
