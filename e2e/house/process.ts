import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface HouseProcess {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** Asks it to stop, and kills it after 15 s. */
  stop(): Promise<void>
  /** SIGKILL, now. */
  kill(): Promise<void>
  /** Null while it runs, or where a signal ended it. */
  exitCode(): number | null
  /** The same again, after it ended. */
  again(): HouseProcess
}

/** For apps that no proxy stands before: they need no time to leave, and any free port does for their operations. */
export const unattended = { OPS_PORT: '0', STOP_LEAD_SECONDS: '0' }

/** Runs one of our mains with Node, its output into a file; it ends with this process. */
export const startProcess = (name: string, main: string, env: Record<string, string>, logFile: string) =>
  startNode(name, [`${root}${main}`], { cwd: root, env, logFile })

interface Surroundings {
  readonly cwd: string
  readonly env: Record<string, string>
  readonly logFile: string
}

export function startNode(
  name: string,
  args: readonly string[],
  { cwd, env, logFile }: Surroundings,
): HouseProcess {
  const output = openSync(logFile, 'a')
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', output, output],
  })
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  const end = (signal: NodeJS.Signals) => endChild(child, signal)
  return {
    name,
    pid: child.pid ?? 0,
    logFile,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    exitCode: () => child.exitCode,
    again: () => startNode(name, args, { cwd, env, logFile }),
  }
}

const stopWithinMs = 15_000

function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill(signal)
  })
}

/** Resolves once `check` does; rejects with its last error after `timeoutMs`. */
export async function until<T>(check: () => Promise<T>, timeoutMs: number, intervalMs = 50): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, intervalMs))
    }
  }
}

export async function ready(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3_000) })
  if (!answer.ok) throw new Error(`port ${port} is not ready: ${answer.status} ${await answer.text()}`)
}
