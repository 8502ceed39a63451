import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../../../tooling/stack/service-process.ts'
import { type FanoutServices, startFanoutServices } from '../../bench/fanout/services.ts'
import { usageOf } from '../../bench/process-usage.ts'
import { type HouseProcess, ready, startProcess, until } from '../../house/process.ts'
import { startWorker, type Worker } from '../worker.ts'
import { type Feeder, startFeeder } from './feeder.ts'

/** PostgreSQL, Redis, gateways on a port each, and whoever stores and announces events. Nothing else of a house. */
export interface CrowdHouse {
  readonly services: FanoutServices
  readonly gateways: readonly CrowdGateway[]
  readonly feeder: Feeder
  readonly crowd: Worker
  /** How often events were read from PostgreSQL so far, by anybody, for each statement. */
  eventReads(): Promise<ReadonlyMap<string, number>>
  stop(): Promise<void>
}

export interface CrowdGateway {
  readonly port: number
  readonly logFile: string
  /** Ends it as a deploy does, and waits until it is gone. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** Starts it again, and waits until it is ready. */
  start(): Promise<void>
  /** Seconds of CPU that it has used since it was started. */
  cpuSeconds(): number
  /** The sum of a metric over all its attributes. */
  metric(name: string): Promise<number>
  /** Its lines as they are shown, those that are not 0. */
  metricLines(name: string): Promise<string[]>
}

const readyWithinMs = 30_000

export async function startCrowdHouse(gatewayCount: number): Promise<CrowdHouse> {
  const services = await startFanoutServices()
  const running: CrowdGateway[] = []
  try {
    for (let index = 0; index < gatewayCount; index += 1) running.push(await startGateway(services, index))
    const feeder = await startFeeder(services)
    const db = new pg.Pool({ connectionString: services.databaseUrl, max: 1 })
    await db.query('create extension if not exists pg_stat_statements')
    const crowd = startWorker(new URL('./crowd-worker.ts', import.meta.url))
    return {
      ...{ services, feeder, crowd, gateways: running },
      eventReads: () => countReads(db),
      stop: async () => {
        crowd.end()
        await feeder.close()
        await db.end()
        await Promise.all(running.map(gateway => gateway.kill()))
        await services.stop()
      },
    }
  } catch (error) {
    await Promise.all(running.map(gateway => gateway.kill()))
    await services.stop()
    throw error
  }
}

async function startGateway(services: FanoutServices, index: number): Promise<CrowdGateway> {
  const [port, opsPort] = [await freePort(), await freePort()]
  const logFile = join(services.folder, `gateway-${index}.log`)
  const env = {
    ...{ DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl },
    ...{ OPS_PORT: String(opsPort), STOP_LEAD_SECONDS: '0' },
    ...{ PORT: String(port), INSTANCE: `crowd-${index}`, LOG_LEVEL: 'info', WORKERS: '1' },
  }
  const untilReady = () =>
    until(() => ready(port), readyWithinMs).catch(cause => {
      const log = readFileSync(logFile, 'utf8').slice(-2_000)
      throw new Error(`a gateway did not become ready:\n${log}`, { cause })
    })
  let app: HouseProcess = startProcess(`gateway-${index}`, 'apps/gateway/src/main.ts', env, logFile)
  await untilReady()
  return {
    ...{ port, logFile },
    stop: () => app.stop(),
    kill: () => app.kill(),
    start: async () => {
      app = app.again()
      await untilReady()
    },
    cpuSeconds: () => usageOf(app.pid).cpuSeconds,
    metric: async name => sumOf(await linesAt(opsPort, name)),
    metricLines: async name => (await linesAt(opsPort, name)).filter(line => !line.endsWith(' 0')),
  }
}

async function linesAt(port: number, name: string): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) })
  const lines = (await answer.text()).split('\n').filter(line => line.startsWith(name))
  return lines.filter(line => /^[{ ]/.test(line.slice(name.length)))
}

/** Exposition lines without times: the value comes last. */
const sumOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)

async function countReads(db: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await db.query<{ query: string; calls: string }>(
    `select query, sum(calls) as calls from pg_stat_statements
     where query ~* 'from match_events' and query !~* '^\\s*(insert|create)' group by query`,
  )
  return new Map(rows.map(({ query, calls }) => [query.replaceAll(/\s+/g, ' '), Number(calls)]))
}
