import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Operations } from './operations.ts'

/**
 * The first part that `runMain` ends: says "not ready", and lets the app go on as ever for so long, so that whoever
 * balances over it has looked elsewhere before its port closes.
 */
export const leaveFirst = ({ leave }: { leave(): void }, leadMs: number) => ({
  async stop() {
    leave()
    await delay(leadMs)
  },
})

/** Answers of a process that leaves end their connection, so that a proxy keeps none to it. */
export function endConnectionsWhileLeaving(
  server: Server,
  { isLeaving }: Pick<Operations, 'isLeaving'>,
): void {
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (isLeaving()) response.setHeader('connection', 'close')
  })
}
