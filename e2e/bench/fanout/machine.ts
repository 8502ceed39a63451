import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** The cores for the server and for all else; undefined where the machine can't hold processes to cores. */
export function findCores(): { server: number; others: number } | undefined {
  if (availableParallelism() < 2 || spawnSync('taskset', ['-V']).status !== 0) return undefined
  return { server: 0, others: 1 }
}

const ownFiles = 300

/** Throws where the system won't let one process open so many sockets; Node takes the hard limit by itself. */
export function checkOpenFiles(sockets: number): void {
  const limit = /^Max open files\s+\d+\s+(\d+)/m.exec(limitsOfProcess())?.[1]
  if (limit === undefined || Number(limit) >= sockets + ownFiles) return
  throw new Error(
    `${sockets} sockets in one process need as many open files, and the hard limit here is ${limit}: ` +
      `raise it (ulimit -Hn ${sockets + ownFiles}), or open fewer (--sockets)`,
  )
}

function limitsOfProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}
