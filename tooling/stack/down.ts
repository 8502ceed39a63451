import { rmSync } from 'node:fs'
import { end } from '../start/processes.mjs'
import type { ServiceName } from './env.ts'
import { readState, writeState } from './state.ts'

const stopSignals: Readonly<Record<ServiceName, NodeJS.Signals>> = {
  kafka: 'SIGTERM',
  redis: 'SIGTERM',
  postgres: 'SIGINT',
}

export type Stopped = Partial<Record<ServiceName, 'gone' | 'ended' | 'killed'>>

/** Ends the services of the state file by pid, those that are still the processes that were started. */
export async function stackDown(folder: string): Promise<Stopped> {
  const services = Object.entries(readState(folder)) as [ServiceName, { pid: number; identity: string }][]
  const results = await Promise.all(
    services.map(
      async ([name, service]) =>
        [name, await end(service, { signal: stopSignals[name], deadlineMs: 30_000 })] as const,
    ),
  )
  writeState(folder, {})
  return Object.fromEntries(results)
}

/** Deletes all that the stack has stored. Only after `stackDown`. */
export function wipe(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
