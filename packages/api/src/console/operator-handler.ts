import type { AnyRouter } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { ApiContext } from '../context.ts'
import { httpStatusOf, trpcCodeOf } from '../error-map.ts'
import { publicError } from '../error-shape.ts'
import { boundedBody } from './bounded-body.ts'

export const operatorPath = '/api/operator'

/** A payload of 1 MiB, written as JSON within JSON. */
const maxBodyBytes = 4 * 1_048_576

export interface OperatorHandlerOptions {
  readonly router: AnyRouter
  readonly isSameOrigin: (request: Request) => boolean
  readonly contextOf: (request: Request) => Promise<ApiContext>
}

/**
 * Answers operators' calls over HTTP: POST alone, from our own pages alone, one call a request, never cached. Refusals
 * have tRPC's shape, so that a page shows them as it shows any other.
 */
export function createOperatorHandler({ router, isSameOrigin, contextOf }: OperatorHandlerOptions) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'POST') return refused('not-found', 405, { Allow: 'POST' })
    if (!isSameOrigin(request)) return refused('foreign-origin')
    if (!/^application\/json\b/.test(request.headers.get('content-type') ?? ''))
      return refused('invalid-input', 415)
    const body = await boundedBody(request, maxBodyBytes)
    if (body === undefined) return refused('payload-too-large')
    const response = await fetchRequestHandler({
      endpoint: operatorPath,
      router,
      req: new Request(request.url, { method: 'POST', headers: request.headers, body }),
      allowMethodOverride: true,
      allowBatching: false,
      createContext: () => contextOf(request),
    })
    response.headers.set('Cache-Control', 'no-store')
    return response
  }
}

function refused(
  code: Parameters<typeof publicError>[0],
  status = httpStatusOf(code),
  headers: Record<string, string> = {},
): Response {
  const { message, retryable } = publicError(code)
  const data = { code: trpcCodeOf(code), httpStatus: status, errorCode: code, retryable }
  const body = { error: { message, code: -32_603, data } }
  return Response.json(body, { status, headers: { ...headers, 'Cache-Control': 'no-store' } })
}
