import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OpsPlace } from '@touchline/contracts/operations'
import type { Operations } from './operations.ts'
import { answerOps, isOpsPath, type OpsView } from './ops-answers.ts'
import { asksThisMachine, isLoopback } from './ops-place.ts'

export interface OpsServer {
  readonly port: number
  close(): Promise<void>
}

/** Scrapers and kubelets are few: more than this is no operations. */
const maxConnections = 256

/** Serves the probes with their detail, and metrics. Rejects if the port is taken. */
export async function startOpsServer(
  operations: Operations,
  { host, port }: Pick<OpsPlace, 'host' | 'port'>,
): Promise<OpsServer> {
  const answer = createOpsHandler(operations, () => 'all')
  const timeouts = { requestTimeout: 5_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 }
  const server = createServer(
    { ...timeouts, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
    (request, response) => {
      // A page whose name was made to mean this machine asks under that name.
      if (isLoopback(host) && !asksThisMachine(request)) response.writeHead(421).end()
      else if (!answer(request, response)) response.writeHead(404).end()
    },
  )
  // Also who asks and takes no answer.
  server.setTimeout(10_000)
  server.maxConnections = maxConnections
  server.listen(port, host)
  await once(server, 'listening').catch(cause => {
    throw new Error(`the operations port ${host}:${port} can't be had: set OPS_PORT, or another PORT`, {
      cause,
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeServer(server),
  }
}

/** For servers without a framework: true where the request is one of operations, and will be answered. */
export function createOpsHandler(operations: Operations, viewOf: (request: IncomingMessage) => OpsView) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = request.url?.split('?', 1)[0] ?? ''
    if (!isOpsPath(path) || (request.method !== 'GET' && request.method !== 'HEAD')) return false
    answerOps(operations, path, viewOf(request)).then(
      answer => {
        if (!answer) return response.writeHead(404).end()
        const { status, contentType, body } = answer
        return response.writeHead(status, { 'content-type': contentType }).end(body)
      },
      () => response.writeHead(500).end(),
    )
    return true
  }
}

function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}
