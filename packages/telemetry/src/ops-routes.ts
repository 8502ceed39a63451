import { type HealthCheck, runHealthChecks } from './health.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

export interface OpsOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  /** What must work before this process takes traffic. */
  readonly ready: readonly HealthCheck[]
  /** True once the process has finished starting. */
  readonly started: () => boolean
}

interface Reply {
  code(status: number): Reply
  type(contentType: string): Reply
  send(body: unknown): unknown
}
/** The part of Fastify that these routes use, so that this room needs no web framework. */
export interface RouteHost {
  get(path: string, handler: (request: unknown, reply: Reply) => Promise<unknown>): unknown
}

/** `/health/live`, `/health/ready`, `/health/startup` and `/metrics`, the same in every app. */
export function addOpsRoutes(host: RouteHost, { logger, metrics, ready, started }: OpsOptions): void {
  host.get('/health/live', async (_request, reply) => reply.code(200).send({ ok: true }))
  host.get('/health/startup', async (_request, reply) => {
    const ok = started()
    return reply.code(ok ? 200 : 503).send({ ok })
  })
  host.get('/health/ready', async (_request, reply) => {
    const report = await runHealthChecks(ready, (name, error) =>
      logger.warn({ check: name, err: error }, 'readiness check failed'),
    )
    return reply.code(report.ok ? 200 : 503).send(report)
  })
  host.get('/metrics', async (_request, reply) =>
    reply
      .code(200)
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await metrics.exposition()),
  )
}
