import { keptAnswer } from '@touchline/contracts/answers'
import type { HealthReport, Operations } from '@touchline/telemetry'
import type { Gathering, WorkerReport } from './gather.ts'

const reportKeptMs = 1_000
const nobody: HealthReport = {
  ok: false,
  checks: [{ name: 'workers', ok: false, outcome: 'fail', tookMs: 0 }],
}

/** What a host's primary says for all of its workers: it is ready while one of them is, for they share a port. */
export function createHostOperations(
  { gather, reports }: Pick<Gathering, 'gather' | 'reports'>,
  tellToLeave: () => void,
): Operations {
  let leaving = false
  const of = (probe: 'ready' | 'startup') =>
    keptAnswer(async () => joined(await reports(probe)), reportKeptMs)
  const ready = of('ready')
  return {
    live: () => ({ ok: true, stalled: [] }),
    ready: async () => (leaving ? { ...nobody, checks: leavingChecks } : ready()),
    startup: of('startup'),
    exposition: gather,
    leave() {
      leaving = true
      tellToLeave()
    },
    isLeaving: () => leaving,
  }
}

const leavingChecks = [{ name: 'leaving', ok: false, outcome: 'fail', tookMs: 0 }] as const

/** Each check under `worker/name`. */
function joined(all: readonly WorkerReport[]): HealthReport {
  if (all.length === 0) return nobody
  return {
    ok: all.some(({ report }) => report.ok),
    checks: all.flatMap(({ worker, report }) =>
      report.checks.map(check => ({ ...check, name: `${worker}/${check.name}` })),
    ),
  }
}
