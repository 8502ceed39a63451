import type { Socket } from 'node:net'
import { httpStatusOf, type PublicError, publicError, publicErrorOf } from '@touchline/api'
import type { ErrorCode } from '@touchline/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

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
  app.setNotFoundHandler((_request, reply) => sendError(reply, publicError('not-found'), 404))
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'GET') return
    const refuse = async (_request: FastifyRequest, reply: FastifyReply) =>
      sendError(reply, publicError('not-found'), 405)
    // Before a body is read that nobody wants.
    app.route({ method: [...notAllowed], url, onRequest: refuse, handler: refuse })
  })
}

const notAllowed = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What never became a request, such as a line that is no HTTP: in the same words as any other refusal. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = brokenStatus[error.code ?? ''] ?? '400 Bad Request'
  const body = JSON.stringify({ error: publicError('invalid-input') })
  const headers = `content-type: application/json; charset=utf-8\r\ncache-control: no-store\r\nconnection: close`
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status}\r\n${headers}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  socket.destroy(error)
}

const brokenStatus: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
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
