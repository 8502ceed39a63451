import type { AnyRouter } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { ApiContext } from '../context.ts'
import { httpStatusOf, trpcCodeOf } from '../error-map.ts'
import { publicError } from '../error-shape.ts'
import { type BodyBudget, createBodyBudget } from './body-budget.ts'

export const operatorPath = '/api/operator'

const mib = 1_048_576
/** A payload of 1 MiB, written as JSON within JSON. */
const maxBodyBytes = 4 * mib
/** Of operators alone: nobody else's body is read here. */
const operatorBodies = () =>
  createBodyBudget({ totalBytes: 64 * mib, bytesOfOne: 4 * maxBodyBytes, withinMs: 60_000 })

export interface OperatorHandlerOptions {
  readonly router: AnyRouter
  readonly isSameOrigin: (request: Request) => boolean
  readonly contextOf: (request: Request) => Promise<ApiContext>
  readonly bodies?: BodyBudget
}

/**
 * Answers operators' calls over HTTP: POST alone, from our own pages alone, one call a request, never cached. Who calls
 * is looked at first: of a body from anybody but an operator nothing is read. Refusals have tRPC's shape, so that a
 * page shows them as it shows any other.
 */
export function createOperatorHandler({
  router,
  isSameOrigin,
  contextOf,
  bodies = operatorBodies(),
}: OperatorHandlerOptions) {
  return async (request: Request): Promise<Response> => {
    const malformed = refusalOf(request, isSameOrigin)
    if (malformed) return malformed
    const context = await contextOf(request)
    if (context.operator === undefined) return refused('unauthorized')
    const sender = { from: context.operator.id, maxBytes: maxBodyBytes }
    const answer = await bodies.use(request, sender, body =>
      fetchRequestHandler({
        endpoint: operatorPath,
        router,
        req: new Request(request.url, { method: 'POST', headers: request.headers, body }),
        allowMethodOverride: true,
        allowBatching: false,
        createContext: () => context,
      }),
    )
    if (typeof answer === 'string') return refused(answer)
    answer.headers.set('Cache-Control', 'no-store')
    return answer
  }
}

/** What can be told from the request's head alone. */
function refusalOf(
  request: Request,
  isSameOrigin: OperatorHandlerOptions['isSameOrigin'],
): Response | undefined {
  if (request.method !== 'POST') return refused('not-found', 405, { Allow: 'POST' })
  if (!isSameOrigin(request)) return refused('foreign-origin')
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? ''))
    return refused('invalid-input', 415)
  return undefined
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
