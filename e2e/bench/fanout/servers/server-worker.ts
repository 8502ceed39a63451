/** A process of its own: one contender's server, and what it costs. */
import { setTimeout as delay } from 'node:timers/promises'
import { serveOrders } from '../../../chaos/worker.ts'
import type { ContenderName, StartServer, Where } from '../contender.ts'

export type ServerOrder =
  | { readonly kind: 'start'; readonly name: ContenderName; readonly where: Where }
  | { readonly kind: 'usage' }
  | { readonly kind: 'settle' }

export interface ServerUsage {
  /** User and system, all threads, since the start. */
  readonly cpuMicros: number
  readonly rssBytes: number
}

// Only the one that is asked for is loaded: the others' code must not stand in its memory.
const files: Readonly<Record<ContenderName, string>> = {
  ours: './ours.ts',
  ws: './bare-ws.ts',
  trpc: './stock-trpc.ts',
  socketio: './socket-io.ts',
}

function usage(): ServerUsage {
  const { user, system } = process.cpuUsage()
  return { cpuMicros: user + system, rssBytes: process.memoryUsage.rss() }
}

/** What a quiet process still holds. */
async function settled(): Promise<ServerUsage> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.()
    await delay(700)
  }
  return usage()
}

serveOrders<ServerOrder>(async order => {
  switch (order.kind) {
    case 'usage':
      return usage()
    case 'settle':
      return settled()
    case 'start': {
      const { start } = (await import(files[order.name])) as { start: StartServer }
      return start(order.where)
    }
  }
})
