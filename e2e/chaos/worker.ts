import { type ChildProcess, fork, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** One of the harness's own processes, asked by messages; several questions may be open at once. */
export interface Worker {
  readonly pid: number
  ask<Answer>(order: object, timeoutMs?: number): Promise<Answer>
  end(): void
}

const defaultTimeoutMs = 60_000

interface Reply {
  readonly id: number
  readonly answer?: unknown
  readonly error?: string
}

export interface WorkerOptions {
  readonly args?: readonly string[]
  /** Node's own flags. */
  readonly flags?: readonly string[]
  /** The one core that it may use; needs `taskset`. */
  readonly core?: number | undefined
}

export function startWorker(file: URL, options: WorkerOptions = {}): Worker {
  const child = launch(fileURLToPath(file), options)
  const open = new Map<number, (reply: Reply) => void>()
  let lastId = 0
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.on('message', (reply: Reply) => open.get(reply.id)?.(reply))
  child.on('exit', code => {
    for (const [id, settle] of open) settle({ id, error: `${file.pathname} ended with ${code}` })
  })
  const ask = <Answer>(order: object, timeoutMs = defaultTimeoutMs) =>
    new Promise<Answer>((resolve, reject) => {
      lastId += 1
      const id = lastId
      const settle = ({ answer, error }: Reply) => {
        clearTimeout(timer)
        open.delete(id)
        if (error === undefined) resolve(answer as Answer)
        else reject(new Error(error))
      }
      const timer = setTimeout(() => settle({ id, error: 'no answer in time' }), timeoutMs)
      open.set(id, settle)
      child.send({ ...order, id })
    })
  const end = () => {
    process.off('exit', endWithUs)
    endWithUs()
  }
  return { pid: child.pid ?? 0, ask, end }
}

function launch(path: string, { args = [], flags = [], core }: WorkerOptions): ChildProcess {
  if (core === undefined) return fork(path, args, { execArgv: [...flags] })
  const command = ['-c', String(core), process.execPath, ...flags, path, ...args]
  return spawn('taskset', command, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** The worker's side: answers every order, with the error's text where it fails. */
export function serveOrders<Order>(handle: (order: Order) => unknown): void {
  process.on('message', async (order: Order & { readonly id: number }) => {
    const { id } = order
    try {
      process.send?.({ id, answer: await handle(order) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  process.on('disconnect', () => process.exit(0))
}
