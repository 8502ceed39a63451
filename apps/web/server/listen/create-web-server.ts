import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type ConnectionLimits, limitConnections } from './connections.ts'

export interface WebServerLimits extends ConnectionLimits {
  readonly headersMs: number
  /** For a whole request, its body too. */
  readonly requestMs: number
  readonly keepAliveMs: number
  /** For a connection on which nothing moves. */
  readonly idleMs: number
}

export const webServerLimits: WebServerLimits = {
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 10_000,
  idleMs: 120_000,
  total: 8_192,
  ofOneAddress: 256,
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface WebServerOptions {
  readonly trustedProxies: number
  readonly limits?: WebServerLimits
  /** Answers probes and scrapes before the pages are asked; false for all else. */
  readonly answerOps?: (request: IncomingMessage, response: ServerResponse) => boolean
}

/**
 * The web app's listener: bounds how long a request's parts may take and how many connections there are, and tells what
 * runs behind it by `X-Forwarded-For` where a request came from. Without proxies of ours nobody else says that.
 */
export function createWebServer(
  handle: RequestHandler,
  { trustedProxies, limits = webServerLimits, answerOps = () => false }: WebServerOptions,
): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(5_000, limits.headersMs),
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      if (answerOps(request, response)) return
      if (trustedProxies === 0) request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? ''
      handle(request, response).catch(() => response.destroy())
    },
  )
  server.setTimeout(limits.idleMs)
  // Nothing here speaks another protocol, and an upgraded connection would be outside all bounds of the server.
  server.on('upgrade', (_request, connection) => connection.destroy())
  limitConnections(server, trustedProxies === 0 ? limits : { ...limits, ofOneAddress: undefined })
  return server
}
