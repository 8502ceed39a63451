import cluster, { type Worker } from 'node:cluster'
import type { Member } from './crew.ts'
import { hear, type ToPrimary, type ToWorker } from './messages.ts'

const startWithinMs = 60_000

export interface WorkerProcess extends Member {
  tell(message: ToWorker): void
}

interface Wiring {
  readonly number: number
  /** Called before the worker's first message can arrive. */
  readonly onBorn: (worker: Worker) => void
  readonly onMessage: (worker: WorkerProcess, message: ToPrimary) => void
  readonly env: Readonly<Record<string, string>>
}

/** Starts one more process on the port that all of them share. */
export function startWorker({ number, env, onBorn, onMessage }: Wiring): WorkerProcess {
  const worker = cluster.fork(env)
  onBorn(worker)
  const served = Promise.withResolvers<boolean>()
  const ended = Promise.withResolvers<void>()
  const tooLong = setTimeout(() => worker.process.kill('SIGKILL'), startWithinMs)
  const member: WorkerProcess = {
    number,
    serving: served.promise,
    ended: ended.promise,
    tell: message => {
      if (worker.isConnected()) worker.send(message, () => {})
    },
    askToStop: () => member.tell({ host: 'stop' }),
    kill: () => void worker.process.kill('SIGKILL'),
  }
  worker.on(
    'message',
    hear<ToPrimary>(message => {
      if (message.host === 'serving') {
        clearTimeout(tooLong)
        served.resolve(true)
      } else onMessage(member, message)
    }),
  )
  const end = () => {
    clearTimeout(tooLong)
    served.resolve(false)
    ended.resolve()
  }
  worker.once('exit', end)
  // A process that could not be started has no exit; other errors are of messages that did not arrive.
  worker.on('error', () => {
    if (worker.process.pid === undefined) end()
  })
  return member
}
