import { keptAnswer } from '@touchline/contracts/answers'
import { type HealthCheck, type HealthReport, runHealthChecks } from './health.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'
import type { LiveReport } from './progress.ts'

export interface OperationsOptions {
  readonly logger: Logger
  readonly metrics: Pick<Metrics, 'exposition'>
  /** That the database's schema is one that this build can use; `none` for an app without a database. */
  readonly schema: HealthCheck | 'none'
  /** What must work before this process takes traffic, beside its schema. */
  readonly ready: readonly HealthCheck[]
  /** True once the process has finished starting. */
  readonly started: () => boolean
  /** What else must hold once, such as caches; not asked again after all have passed. */
  readonly startup?: readonly HealthCheck[]
  /** Not ok: this process is stuck, and a new one would not be. Default: always ok. */
  readonly live?: () => LiveReport
  /** Default: the process's own. */
  readonly nowMs?: () => number
}

/** What a process tells those who run it. */
export interface Operations {
  live(): LiveReport
  /** Fails before the start is done and from `leave` on, whatever the checks say. */
  ready(): Promise<HealthReport>
  startup(): Promise<HealthReport>
  /** Prometheus text. */
  exposition(): Promise<string>
  /** From now on not ready, while all else still works. */
  leave(): void
  isLeaving(): boolean
}

/** What costs something is asked at most once in this time, for everybody. */
const answerKeptMs = 1_000

const failed = (name: string): HealthReport => ({
  ok: false,
  checks: [{ name, ok: false, outcome: 'fail', tookMs: 0 }],
})

/** Composes the probes the same way in every app: ready implies started, and a schema that this build can use. */
export function createOperations(options: OperationsOptions): Operations {
  const { logger, metrics, started, startup = [], nowMs, live = () => ({ ok: true, stalled: [] }) } = options
  const schema = options.schema === 'none' ? [] : [options.schema]
  const kept = (kind: string, checks: readonly HealthCheck[]) => {
    const onFailure = (name: string, error: unknown) =>
      logger.warn({ check: name, err: error }, `${kind} check failed`)
    return keptAnswer(() => runHealthChecks(checks, onFailure), answerKeptMs, nowMs)
  }
  const readiness = kept('readiness', [...schema, ...options.ready])
  const starting = kept('startup', [...schema, ...startup])
  let passed: HealthReport | undefined
  let leaving = false
  const startupReport = async () => {
    if (!started()) return failed('started')
    if (passed) return passed
    const report = await starting()
    if (report.ok) passed = report
    return report
  }
  return {
    live,
    startup: startupReport,
    async ready() {
      if (leaving) return failed('leaving')
      const begun = await startupReport()
      return begun.ok ? readiness() : begun
    },
    exposition: keptAnswer(() => metrics.exposition(), answerKeptMs, nowMs),
    leave: () => {
      leaving = true
    },
    isLeaving: () => leaving,
  }
}
