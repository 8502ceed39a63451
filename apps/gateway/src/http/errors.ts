import { httpStatusOf, type PublicError, publicError, publicErrorOf } from '@touchline/api'
import type { ErrorCode } from '@touchline/contracts'
import type { FastifyInstance, FastifyReply } from 'fastify'

const retryAfterSeconds = 5

export interface ErrorAnswers {
  onUnexpected(error: unknown): void
}

/** Every refusal and failure leaves as `{error: {code, message, faults?, retryable}}`. */
export function addErrorAnswers(app: FastifyInstance, { onUnexpected }: ErrorAnswers): void {
  app.setErrorHandler((error, _request, reply) => {
    const shown = shownOf(error)
    if (httpStatusOf(shown.code) >= 500) onUnexpected(error)
    return sendError(reply, shown)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed =
      app.findRoute({ method: 'GET', url: path }) !== null || app.hasRoute({ method: 'GET', url: path })
    return sendError(reply, publicError('not-found'), allowed ? 405 : 404)
  })
}

export function sendError(reply: FastifyReply, error: PublicError, status = httpStatusOf(error.code)) {
  if (error.retryable && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfterSeconds)
  if (status === 405) reply.header('allow', 'GET, HEAD')
  // A cache may keep a 404 by itself; what is not there may be there the moment after.
  return reply.code(status).header('cache-control', 'no-store').send({ error })
}

export function shownOf(error: unknown): PublicError {
  const code = codeOfFastify(error)
  return code ? publicError(code) : publicErrorOf(error)
}

/** What the web framework refuses by itself. */
function codeOfFastify(error: unknown): ErrorCode | undefined {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return 'payload-too-large'
  return typeof status === 'number' && status >= 400 && status < 500 ? 'invalid-input' : undefined
}
