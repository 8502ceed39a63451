import type { Cluster, Redis } from 'ioredis'
import { within } from '../time-limit.ts'

const waits = new WeakMap<Redis | Cluster, Promise<void>>()

/** Resolves when the connection can be used; rejects after the time. */
export async function untilReady(connection: Redis | Cluster, timeoutMs: number): Promise<void> {
  if (connection.status === 'ready') return
  const waiting = waits.get(connection) ?? nextReady(connection)
  await within(timeoutMs, waiting, () => new Error(`not connected within ${timeoutMs} ms`))
}

/** One listener on the connection, however many wait. */
function nextReady(connection: Redis | Cluster): Promise<void> {
  const ready = new Promise<void>(resolve => {
    connection.once('ready', () => {
      waits.delete(connection)
      resolve()
    })
  })
  waits.set(connection, ready)
  return ready
}
