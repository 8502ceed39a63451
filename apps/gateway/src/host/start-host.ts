import cluster, { type Worker } from 'node:cluster'
import type { Logger, Metrics, Operations } from '@touchline/telemetry'
import { type Crew, type CrewEvent, startCrew } from './crew.ts'
import { createGathering } from './gather.ts'
import { createHostOperations } from './host-operations.ts'
import type { Measure, ToPrimary } from './messages.ts'
import { startWorker, type WorkerProcess } from './worker-process.ts'

export interface HostOptions {
  readonly workers: number
  /** Of the whole host; its workers are `<instance>-1` and so on. */
  readonly instance: string
  readonly drainMs: number
  readonly logger: Logger
  /** The primary's own. */
  readonly metrics: Metrics
  /** Serves a new worker what it shares with the others. */
  readonly lend: (worker: Worker) => void
}

export interface RunningHost {
  /** Of all workers. */
  readonly operations: Operations
  /** Replaces the workers one after the other. */
  renew(): void
  /** Drains all workers. */
  stop(): Promise<void>
}

/** What a worker has beyond its drain until it is killed: closing its connections takes a while. */
const closeWithinMs = 10_000

const mostInstanceLength = 60

/**
 * One process per core on one port: the workers listen by themselves and the kernel spreads connections over them;
 * this process keeps them at work, and holds what they share. Rejects if no worker comes to serve.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { workers, instance, drainMs, logger, metrics, lend } = options
  cluster.setupPrimary({ serialization: 'advanced' })
  const processes = new Set<WorkerProcess>()
  const gathering = createGathering(() => [...processes].map(askable), metrics)
  const lost = metrics.counter('touchline_workers_lost_total', 'Workers that ended without being asked to')

  function onMessage(worker: WorkerProcess, message: ToPrimary): void {
    if (message.host === 'measured') gathering.measured(message.id, message.text)
    if (message.host !== 'gather') return
    const { id } = message
    void gathering.gather().then(text => worker.tell({ host: 'gathered', id, text }))
  }

  function hire(number: number): WorkerProcess {
    const env = { INSTANCE: `${instance.slice(0, mostInstanceLength)}-${number}` }
    const worker = startWorker({ number, env, onBorn: lend, onMessage })
    void worker.serving.then(serves => serves && processes.add(worker))
    void worker.ended.then(() => processes.delete(worker))
    return worker
  }

  function onEvent(event: CrewEvent): void {
    if (event.kind === 'lost') lost.add(1)
    if (event.kind === 'rolled') logger.info(event, 'gateway host: a worker was replaced')
    else logger.warn(event, `gateway host: a worker was ${words[event.kind]}`)
  }

  const crew: Crew = startCrew({ size: workers, hire, stopWithinMs: drainMs + closeWithinMs, onEvent })
  metrics.gauge('touchline_workers', 'Processes that serve on this port', () => processes.size)
  await crew.started()
  logger.info({ workers, instance, pid: process.pid }, 'gateway host is serving')
  const operations = createHostOperations(gathering, () => {
    for (const worker of processes) worker.tell({ host: 'leave' })
  })
  return {
    operations,
    renew: () => void crew.roll(),
    stop: () => crew.stop(),
  }
}

const words = {
  lost: 'lost',
  'roll-failed': 'not replaced: the new one did not come to serve',
  killed: 'killed',
}

const askable = (worker: WorkerProcess) => ({
  name: String(worker.number),
  measure: (id: number, what: Measure) => worker.tell({ host: 'measure', id, what }),
})
