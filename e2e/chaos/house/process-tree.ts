import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from '../../../tooling/stack/service-process.ts'

/** A process's direct children. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Sends a signal by pid; false if the process is gone. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Stops a process and its children where they stand; the parent first, so that no child comes meanwhile. */
export function freeze(pid: number): () => void {
  send(pid, 'SIGSTOP')
  const children = childrenOf(pid)
  for (const child of children) send(child, 'SIGSTOP')
  return () => {
    for (const child of children) send(child, 'SIGCONT')
    send(pid, 'SIGCONT')
  }
}

const goneWithinMs = 10_000

/** Kills a process, and sees to it that its children end too: they may hold what its successor needs. */
export async function killTree(pid: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const all = [pid, ...childrenOf(pid)]
  send(pid, signal)
  const deadlineMs = Date.now() + goneWithinMs
  while (all.some(isAlive)) {
    if (Date.now() > deadlineMs) for (const one of all) send(one, 'SIGKILL')
    await delay(20)
  }
}
