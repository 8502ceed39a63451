import { keptAnswer } from '@touchline/contracts/answers'
import { type HealthCheck, type HealthReport, runHealthChecks } from './health.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'
import type { LiveReport } from './progress.ts'

export interface OpsOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  /** What must work before this process takes traffic. */
  readonly ready: readonly HealthCheck[]
  /** True once the process has finished starting. */
  readonly started: () => boolean
  /** What else must hold once, such as caches and the schema; not asked again after all have passed. */
  readonly startup?: readonly HealthCheck[]
  /** Not ok: this process is stuck, and a new one would not be. Default: always ok. */
  readonly live?: () => LiveReport
  /** Default: the process's own. */
  readonly nowMs?: () => number
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

const alwaysLive = (): LiveReport => ({ ok: true, stalled: [] })

/** Health and metrics are open to strangers: what costs something is asked at most once in this time, for everybody. */
const answerKeptMs = 1_000

/** `/health/live`, `/health/ready`, `/health/startup` and `/metrics`, the same in every app. */
export function addOpsRoutes(host: RouteHost, options: OpsOptions): void {
  addHealthRoutes(host, options)
  addMetricsRoute(host, options)
}

export function addHealthRoutes(host: RouteHost, options: OpsOptions): void {
  const { live = alwaysLive, ready, logger, nowMs } = options
  const readiness = keptAnswer(() => runHealthChecks(ready, warnOf(logger, 'readiness')), answerKeptMs, nowMs)
  const starting = createStarting(options)
  const answer = (reply: Reply, report: { readonly ok: boolean }) =>
    reply.code(report.ok ? 200 : 503).send(report)
  host.get('/health/live', async (_request, reply) => answer(reply, live()))
  host.get('/health/startup', async (_request, reply) => answer(reply, await starting()))
  host.get('/health/ready', async (_request, reply) => answer(reply, await readiness()))
}

export function addMetricsRoute(host: RouteHost, { metrics, nowMs }: OpsOptions): void {
  const exposition = keptAnswer(() => metrics.exposition(), answerKeptMs, nowMs)
  host.get('/metrics', async (_request, reply) =>
    reply
      .code(200)
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await exposition()),
  )
}

const warnOf = (logger: Logger, kind: string) => (name: string, error: unknown) =>
  logger.warn({ check: name, err: error }, `${kind} check failed`)

function createStarting({ started, startup = [], logger, nowMs }: OpsOptions): () => Promise<HealthReport> {
  let passed: HealthReport | undefined
  const look = keptAnswer(() => runHealthChecks(startup, warnOf(logger, 'startup')), answerKeptMs, nowMs)
  return async () => {
    if (!started()) return { ok: false, checks: [] }
    if (passed) return passed
    const report = await look()
    if (report.ok) passed = report
    return report
  }
}
