import type { Server } from 'node:http'

const lastAnswersMs = 5_000

/** Closes the port, lets requests in hand finish for 5 s, then cuts those that still run. */
export async function stopServer(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), lastAnswersMs)
  await closed
  clearTimeout(timer)
}
