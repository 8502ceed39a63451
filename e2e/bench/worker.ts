import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** One of the bench's own processes, spoken to by messages. */
export interface Worker {
  readonly pid: number
  ask<Answer>(order: object): Promise<Answer>
  end(): void
}

export function startWorker(file: string): Worker {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)))
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  return {
    pid: child.pid ?? 0,
    ask: order =>
      new Promise((resolve, reject) => {
        const failed = (code: number | null) => reject(new Error(`${file} ended with ${code}`))
        child.once('exit', failed)
        child.once('message', answer => {
          child.off('exit', failed)
          resolve(answer as never)
        })
        child.send(order)
      }),
    end: endWithUs,
  }
}
