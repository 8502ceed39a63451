import { readFileSync } from 'node:fs'
import { maxConnectionsOf } from './http/connections.ts'
import type { GatewayLimits } from './limits.ts'

/** For the database, Redis, logs and what Node needs itself, whatever clients do. */
export const reservedDescriptors = 256

export interface FittedLimits {
  readonly limits: GatewayLimits
  /** What an operator is to be told, where the process may open fewer files than its limits ask for. */
  readonly warning?: string
}

/** Lowers the number of sockets to what the process may open, so that newcomers are answered instead of never taken. */
export function fitDescriptors(limits: GatewayLimits, descriptors: number | undefined): FittedLimits {
  const wanted = maxConnectionsOf(limits) + reservedDescriptors
  if (descriptors === undefined || descriptors >= wanted) return { limits }
  const share = Math.max(0, descriptors - reservedDescriptors) / maxConnectionsOf(limits)
  const fitted = (count: number) => Math.max(1, Math.floor(count * share))
  const sockets = fitted(limits.sockets)
  return {
    limits: {
      ...limits,
      sockets,
      httpFeeds: fitted(limits.httpFeeds),
      pendingConnections: fitted(limits.pendingConnections),
    },
    warning: `this process may open ${descriptors} files, and its limits ask for ${wanted}: it takes ${sockets} sockets instead of ${limits.sockets}; raise the limit (ulimit -n, LimitNOFILE) and restart`,
  }
}

/** The files that this process may have open at once; undefined where the system does not tell. */
export function openFilesLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
