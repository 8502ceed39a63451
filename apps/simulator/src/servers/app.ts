import { addOpsRoutes, createOperations, type Logger, type Metrics } from '@touchline/telemetry'
import { type FastifyInstance, fastify } from 'fastify'
import type { KnownNumbers } from '../play/books.ts'
import { type Backlog, createBacklog } from './backlog.ts'
import { createFaultBoard, faultSchema } from './fault-board.ts'
import { serveSocialFeed } from './social-feed.ts'
import { serveStadium } from './stadium.ts'

export interface FakeServersOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly stadiums: number
  readonly patienceMs: number | null
  readonly heartbeatMs: number
  readonly signal: AbortSignal
  readonly started: () => boolean
  readonly progress: () => KnownNumbers
}

export interface FakeServers {
  readonly app: FastifyInstance
  /** By id: `stadium-1` … */
  readonly stadiums: ReadonlyMap<string, Backlog>
  readonly feeds: ReadonlyMap<string, Backlog>
}

const capacity = 10_000

/** The stadiums, the feed, `POST /faults` to break them, `GET /progress`, and the routes of every app. */
export function createFakeServers(options: FakeServersOptions): FakeServers {
  const { logger, metrics, patienceMs, signal } = options
  const app = fastify({ bodyLimit: 16_384, forceCloseConnections: true })
  const faults = createFaultBoard()
  const backlogs = (ids: readonly string[]) =>
    new Map(ids.map(id => [id, createBacklog({ name: id, capacity, patienceMs })]))
  const stadiums = backlogs(Array.from({ length: options.stadiums }, (_, i) => `stadium-${i + 1}`))
  const feeds = backlogs(['feed-1'])

  const operations = createOperations({
    ...{ logger, metrics, started: options.started },
    ...{ schema: 'none', ready: [] },
  })
  // A simulator is for tests and demonstrations: it hides nothing.
  addOpsRoutes(app, { operations, viewOf: () => 'all' })
  for (const [id, backlog] of stadiums) serveStadium(app, { id, backlog, faults, signal })
  for (const [id, backlog] of feeds)
    serveSocialFeed(app, { id, backlog, faults, signal, heartbeatMs: options.heartbeatMs })
  app.get('/progress', async () => options.progress())
  app.post('/faults', async (request, reply) => {
    const order = faultSchema.safeParse(request.body)
    if (!order.success || !(stadiums.has(order.data.target) || feeds.has(order.data.target)))
      return reply.code(422).send({
        error: { code: 'schema-mismatch', message: order.error?.issues[0]?.message ?? 'no such target' },
      })
    faults.order(order.data)
    logger.info({ ...order.data }, 'a fault was ordered')
    return { ok: true }
  })
  return { app, stadiums, feeds }
}
