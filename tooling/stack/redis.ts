import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import {
  adoptService,
  isAliveIn,
  type RunningService,
  type RunOptions,
  runService,
  untilHealthy,
} from './service-process.ts'

const run = promisify(execFile)

/** A server that is not simply open: how it is told so, and how `redis-cli` then reaches it. */
export interface RedisSecurity {
  readonly serverFlags: readonly string[]
  readonly cliFlags: readonly string[]
}

export interface RedisOptions extends RunOptions {
  readonly security?: RedisSecurity
  readonly dataDir: string
  readonly port: number
}
export interface RunningRedis extends RunningService {
  readonly port: number
  readonly url: string
}

/** One `redis-server` on 127.0.0.1, nothing kept on disk. One that already runs in the folder is taken over. */
export function startRedis(options: RedisOptions): Promise<RunningRedis> {
  return startNode(options, [])
}

export interface RedisClusterOptions extends RunOptions {
  readonly securityOf?: (port: number) => RedisSecurity
  readonly dataDir: string
  /** Three or more; each also takes its number plus 10,000. */
  readonly ports: readonly number[]
}
export interface RunningRedisCluster {
  readonly pids: readonly number[]
  /** `host:port` of each node. */
  readonly nodes: readonly string[]
  stop(): Promise<void>
}

/** A Redis Cluster of primaries only, on 127.0.0.1, with every slot served. */
export async function startRedisCluster(options: RedisClusterOptions): Promise<RunningRedisCluster> {
  forgetStopped(options)
  const nodes = options.ports.map((port, index) => nodeOptions(options, port, index))
  const started = await Promise.allSettled(nodes.map(node => startNode(node, clusterFlags)))
  const services = started.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  const stop = async () => void (await Promise.all(services.map(service => service.stop())))
  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason
    const addresses = services.map(service => `127.0.0.1:${service.port}`)
    await joinCluster(services, addresses, options.securityOf?.(services[0]?.port ?? 0))
    return { pids: services.map(service => service.pid), nodes: addresses, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const clusterFlags = [
  '--cluster-enabled',
  'yes',
  '--cluster-announce-ip',
  '127.0.0.1',
  '--cluster-node-timeout',
  '3000',
]

function nodeOptions(
  { dataDir, detached, logFile, securityOf }: RedisClusterOptions,
  port: number,
  index: number,
): RedisOptions {
  return {
    dataDir: join(dataDir, `node-${index}`),
    port,
    ...(securityOf === undefined ? {} : { security: securityOf(port) }),
    ...(detached === undefined ? {} : { detached }),
    ...(logFile === undefined ? {} : { logFile }),
  }
}

/** A cluster that is down as a whole starts anew: its nodes may get other ports, and hold nothing worth keeping. */
function forgetStopped({ dataDir, ports }: RedisClusterOptions): void {
  const running = ports.some((_, index) => findRunning(resolve(dataDir, `node-${index}`)))
  if (!running) rmSync(dataDir, { recursive: true, force: true })
}

async function joinCluster(
  services: readonly RunningRedis[],
  nodes: readonly string[],
  security: RedisSecurity | undefined,
): Promise<void> {
  const first = services[0]
  if (!first) throw new Error('a Redis Cluster needs at least three ports')
  const served = (port: number) => asks(port, ['CLUSTER', 'INFO'], 'cluster_state:ok', security)
  const create = [...(security?.cliFlags ?? []), '--cluster', 'create', ...nodes, '--cluster-yes']
  if (!(await served(first.port))) await run('redis-cli', create)
  for (const service of services) {
    await untilHealthy('Redis Cluster', service, { timeoutMs: 20_000, probe: () => served(service.port) })
  }
}

async function startNode(options: RedisOptions, flags: readonly string[]): Promise<RunningRedis> {
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const running = findRunning(dataDir)
  if (running) return { ...adoptService(running.pid, 'SIGTERM'), ...addressOf(running.port) }
  const service = runService({
    command: 'redis-server',
    args: [...baseFlags(dataDir, options.port), ...flags, ...(options.security?.serverFlags ?? [])],
    stopSignal: 'SIGTERM',
    ...(options.detached === undefined ? {} : { detached: options.detached }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  })
  const probe = () => asks(options.port, ['PING'], 'PONG', options.security)
  await untilHealthy('Redis', service, { timeoutMs: 10_000, logFile: options.logFile, probe })
  writeFileSync(stateFile(dataDir), JSON.stringify({ pid: service.pid, port: options.port }))
  return { ...service, ...addressOf(options.port) }
}

function baseFlags(dataDir: string, port: number): string[] {
  const keepArguments = ['--set-proc-title', 'no']
  return [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    dataDir,
    '--save',
    '',
    '--appendonly',
    'no',
    ...keepArguments,
  ]
}

const stateFile = (dataDir: string) => join(dataDir, 'touchline.json')

function findRunning(dataDir: string): { pid: number; port: number } | undefined {
  if (!existsSync(stateFile(dataDir))) return undefined
  const state = JSON.parse(readFileSync(stateFile(dataDir), 'utf8')) as { pid: number; port: number }
  return isAliveIn(state.pid, dataDir) ? state : undefined
}

const addressOf = (port: number) => ({ port, url: `redis://127.0.0.1:${port}` })

/** Sends one command and looks for a text in the answer. */
async function asks(
  port: number,
  command: readonly string[],
  expected: string,
  security: RedisSecurity | undefined,
): Promise<boolean> {
  const args = [...(security?.cliFlags ?? []), '-p', String(port), ...command]
  const answer = await run('redis-cli', args, { timeout: 1_000 }).catch(() => undefined)
  return answer?.stdout.includes(expected) ?? false
}
