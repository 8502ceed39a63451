import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface HttpFake {
  readonly url: string
  readonly server: Server
  /** How many connections were ever opened. */
  connections(): number
}

/** An HTTP server on a free loopback port, closed when the test ends. */
export async function startHttpFake(
  handler: (request: IncomingMessage, response: ServerResponse, url: URL) => void,
): Promise<HttpFake> {
  let connections = 0
  const server = createServer((request, response) =>
    handler(request, response, new URL(request.url ?? '/', 'http://fake')),
  )
  server.on('connection', () => {
    connections++
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, server, connections: () => connections }
}
