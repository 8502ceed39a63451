import type { Socket } from 'node:net'
import type { ErrorCode } from '@touchline/contracts'
import { addOpsRoutes, endConnectionsWhileLeaving, type Logger, type OpsRoutes } from '@touchline/telemetry'
import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from 'fastify'
import type { Accounts } from './accounts.ts'
import { BodyRefused, readBody } from './admission/read-body.ts'
import type { IngestLimits } from './limits.ts'
import { answerTo } from './providers/broadcast/answer.ts'
import { type Refused, unavailable } from './providers/broadcast/received.ts'

/** Node looks for late requests this often; its own 30 s would let each stay that much longer. */
const timeoutCheckMs = 1_000

export interface HttpServerOptions {
  readonly limits: IngestLimits
  readonly accounts: Accounts
  readonly ops: OpsRoutes
  readonly logger: Logger
}

/** Fastify with bodies as raw bytes, our error bodies, and the routes that every app has. */
export function createHttpServer({ limits, accounts, ops, logger }: HttpServerOptions): FastifyInstance {
  const answer = (reply: FastifyReply, refusal: Refused) => {
    accounts.requestRefused(refusal.code)
    const { status, headers, body } = answerTo(refusal)
    return reply.code(status).headers(headers).send(body)
  }
  const app = fastify({
    requestTimeout: limits.requestTimeoutMs,
    http: {
      // Node enforces no request timeout that is shorter than the one for headers.
      headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(timeoutCheckMs, limits.requestTimeoutMs),
    },
    return503OnClosing: false,
    frameworkErrors: (_error, _request, reply) => void answer(reply as FastifyReply, badAddress),
    clientErrorHandler: answerBrokenRequest,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request, payload, done) => {
    // However a path is written, no body is kept but one that a route has opened room for.
    if (!request.bodyShare) {
      payload.resume()
      return done(null)
    }
    const reading = readBody(payload, { ...limits, bodyBytes: request.maxBodyBytes }, () => request.bodyShare)
    request.displaceBody = reading.displace
    reading.body.then(body => done(null, body), done)
  })
  endConnectionsWhileLeaving(app.server, ops.operations)
  addOpsRoutes(app, ops)

  app.setNotFoundHandler((_request, reply) => {
    const { status, body } = answerTo(refused('not-found', 'No such address.'))
    return reply.code(status).send(body)
  })
  app.setErrorHandler((error: FastifyError | BodyRefused, _request, reply) => {
    const refusal = refusalOf(error)
    if (refusal.code === 'internal') logger.error({ err: error }, 'request failed')
    // A sender that is still sending would meet a closed connection before it reads the answer.
    if (error instanceof BodyRefused && error.isFinal) reply.header('connection', 'close')
    else reply.removeHeader('connection')
    return answer(reply, refusal)
  })
  return app
}

const refused = (code: ErrorCode, message: string): Refused => ({ kind: 'refused', code, message })
const badAddress = refused('invalid-input', 'The address can not be read: look at its percent-escapes.')

function refusalOf(error: FastifyError | BodyRefused): Refused {
  if (error instanceof BodyRefused) {
    return error.code === 'unavailable' ? unavailable(error.message) : refused(error.code, error.message)
  }
  if (error.statusCode === 413) return refused('payload-too-large', 'The body is too large.')
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return refused('invalid-json', 'The body could not be read.')
  }
  return refused('internal', 'Something failed on our side.')
}

/** What is no HTTP, or is not complete in time, never comes to be a request. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy(error)
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const refusal = isLate
    ? refused('request-timeout', 'The request took too long to arrive.')
    : refused('invalid-input', 'This is no HTTP request that can be read.')
  const { status, body } = answerTo(refusal)
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${status} ${isLate ? 'Request Timeout' : 'Bad Request'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}
