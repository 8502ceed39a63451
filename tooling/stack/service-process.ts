import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeFolder } from '../start/data-folder.mjs'

export interface RunOptions {
  /** True lets the service outlive this process; otherwise it ends with it. */
  readonly detached?: boolean
  /** Where the service's output goes, appended; discarded without it. */
  readonly logFile?: string
}

export interface RunningService {
  readonly pid: number
  /** Ends the service by its pid; resolves when it is gone. */
  stop(): Promise<void>
}

interface Command extends RunOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly stopSignal: NodeJS.Signals
  readonly spawnOptions?: SpawnOptions
}

export function runService({
  command,
  args,
  detached,
  logFile,
  stopSignal,
  spawnOptions,
}: Command): RunningService {
  const output = openLog(logFile)
  const child = spawn(command, args, {
    ...spawnOptions,
    detached: detached ?? false,
    stdio: ['ignore', output ?? 'ignore', output ?? 'ignore'],
  })
  if (output !== undefined) closeSync(output)
  child.on('error', () => {})
  const { pid } = child
  if (pid === undefined) throw new Error(`cannot run ${command}: is it installed?`)
  child.unref()
  const endWithUs = () => signal(pid, stopSignal)
  if (!detached) process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  return { pid, stop: () => stopProcess(pid, stopSignal) }
}

/** A service that an earlier run started from the same data folder. */
export function adoptService(pid: number, stopSignal: NodeJS.Signals): RunningService {
  return { pid, stop: () => stopProcess(pid, stopSignal) }
}

/** Asks the process to stop, and ends it for good after 15 s. */
export async function stopProcess(pid: number, stopSignal: NodeJS.Signals): Promise<void> {
  signal(pid, stopSignal)
  const gone = await holdsWithin(15_000, async () => !isAlive(pid))
  if (gone) return
  signal(pid, 'SIGKILL')
  await holdsWithin(5_000, async () => !isAlive(pid))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch {
    return false
  }
}

/** True if the process runs and its command line names the folder: a pid alone may have been reused. */
export function isAliveIn(pid: number, folder: string): boolean {
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && commandLine(pid).includes(folder)
}

/** Waits for a service's first answer; stops it and throws if it dies or stays silent. */
export async function untilHealthy(
  name: string,
  service: RunningService,
  {
    timeoutMs,
    logFile,
    probe,
  }: { timeoutMs: number; logFile?: string | undefined; probe: () => Promise<boolean> },
): Promise<void> {
  const healthy = await holdsWithin(timeoutMs, async () => {
    if (!isAlive(service.pid)) throw new Error(`${name} ended while starting${seeLog(logFile)}`)
    return probe().catch(() => false)
  })
  if (healthy) return
  await service.stop()
  throw new Error(`${name} gave no answer within ${timeoutMs} ms${seeLog(logFile)}`)
}

/**
 * A port of 127.0.0.1 that is free now, as are the next (Kafka's controller) and the one 10,000 above (Redis
 * Cluster's bus). All lie below 32,768, where systems take the ports of outgoing connections from.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 12_000 + Math.floor(Math.random() * 10_000)
    const free = await Promise.all([port, port + 1, port + 10_000].map(isFree))
    if (free.every(Boolean)) return port
  }
  throw new Error('no free port found on 127.0.0.1')
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })
}

async function holdsWithin(timeoutMs: number, condition: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) return false
    await delay(50)
  }
  return true
}

function openLog(logFile: string | undefined): number | undefined {
  if (logFile === undefined) return undefined
  makeFolder(dirname(logFile))
  return openSync(logFile, 'a', 0o600)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already, which is what was wanted.
  }
}

function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? false
  } catch {
    return false
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  }
}

function seeLog(logFile: string | undefined): string {
  return logFile === undefined ? '' : `; see ${logFile}`
}
