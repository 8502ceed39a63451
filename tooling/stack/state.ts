import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../start/data-folder.mjs'
import { isRunning, type OwnedProcess } from '../start/processes.mjs'
import type { ServiceName } from './env.ts'

/** A service of the stack that runs apart from whoever started it. */
export interface StackService extends OwnedProcess {
  readonly port: number
  /** What an app needs to reach it: `KAFKA_BROKERS`, `REDIS_URL` or `DATABASE_URL`. */
  readonly setting: string
  readonly value: string
}
export type StackState = Partial<Record<ServiceName, StackService>>

const stateFile = (folder: string) => join(folder, 'state.json')

/** What the state file says, running or not; nothing where it is missing or unreadable. */
export function readState(folder: string): StackState {
  try {
    return JSON.parse(readFileSync(stateFile(folder), 'utf8')) as StackState
  } catch {
    return {}
  }
}

/** Written whole or not at all, and readable by its owner only: it holds the database's password. */
export function writeState(folder: string, state: StackState): void {
  makeFolder(folder)
  if (Object.keys(state).length === 0) {
    rmSync(stateFile(folder), { force: true })
    return
  }
  const partial = `${stateFile(folder)}.${process.pid}`
  writeFileSync(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(partial, stateFile(folder))
}

/** The services of the state file whose processes are still the ones that were started. */
export function runningServices(folder: string): StackState {
  const entries = Object.entries(readState(folder)).filter(([, service]) => isRunning(service))
  return Object.fromEntries(entries)
}

/** `DATABASE_URL`, `KAFKA_BROKERS` and `REDIS_URL` of the services that run. */
export function environmentOf(state: StackState): Record<string, string> {
  return Object.fromEntries(Object.values(state).map(({ setting, value }) => [setting, value]))
}
