import type { Database } from './database.ts'

/** Connections of the pool in use now, of how many, and callers that wait for one. */
export function poolUse({ pool }: Pick<Database, 'pool'>): {
  readonly used: number
  readonly max: number
  readonly waiting: number
} {
  const { totalCount, idleCount, waitingCount, options } = pool
  return { used: totalCount - idleCount, max: options.max, waiting: waitingCount }
}
