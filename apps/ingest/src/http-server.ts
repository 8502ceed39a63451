import { addOpsRoutes, type OpsOptions } from '@touchline/telemetry'
import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import type { Accounts } from './accounts.ts'
import type { IngestLimits } from './limits.ts'
import { answerTo } from './providers/broadcast/answer.ts'
import type { Received } from './providers/broadcast/receive.ts'

/** Node looks for late requests this often; its own 30 s would let each stay that much longer. */
const timeoutCheckMs = 1_000

/** Fastify with bodies as raw bytes, our error bodies, and the routes that every app has. */
export function createHttpServer(limits: IngestLimits, accounts: Accounts, ops: OpsOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    http: {
      // Node enforces no request timeout that is shorter than the one for headers.
      headersTimeout: limits.requestTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(timeoutCheckMs, limits.requestTimeoutMs),
    },
    return503OnClosing: false,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  addOpsRoutes(app, ops)

  app.setNotFoundHandler((_request, reply) => {
    const { status, body } = answerTo({ kind: 'refused', code: 'not-found', message: 'No such address.' })
    return reply.code(status).send(body)
  })
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const received = refusalOf(error)
    if (received.code === 'internal') ops.logger.error({ err: error }, 'request failed')
    accounts.requestRefused(received.code)
    const { status, body } = answerTo(received)
    // A sender that is still sending would meet a closed connection before it reads the answer.
    reply.removeHeader('connection')
    return reply.code(status).send(body)
  })
  return app
}

function refusalOf(error: FastifyError): Extract<Received, { kind: 'refused' }> {
  if (error.statusCode === 413) {
    return { kind: 'refused', code: 'payload-too-large', message: 'The body is too large.' }
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { kind: 'refused', code: 'invalid-json', message: 'The body could not be read.' }
  }
  return { kind: 'refused', code: 'internal', message: 'Something failed on our side.' }
}
