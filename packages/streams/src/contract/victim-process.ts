import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Victim, VictimPlace } from './victim.ts'

export type VictimLog =
  | { readonly kind: 'postgres'; readonly url: string; readonly partitions: number }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[]; readonly partitions: number }

/** A victim in a process of its own, so that its death is a real one. */
export async function startVictimProcess(log: VictimLog, place: VictimPlace): Promise<Victim> {
  const script = join(import.meta.dirname, 'victim-main.ts')
  const child = fork(script, [JSON.stringify({ log, place })], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stuck = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error('the victim ended by itself')))
  })
  stuck.catch(() => {})
  return {
    stuck,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
