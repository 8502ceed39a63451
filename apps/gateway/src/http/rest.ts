import {
  type ApiContext,
  hasScope,
  openApiDocument,
  publicError,
  type RestOperation,
  restOperations,
} from '@touchline/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { entityTagOf, isNamed } from './entity-tag.ts'
import { sendError } from './errors.ts'

/** The REST reads under `/v1`, one route per row of the table, and their OpenAPI document. */
export function addRestRoutes(
  app: FastifyInstance,
  contextOf: (request: FastifyRequest) => ApiContext,
): void {
  const document = openApiDocument('1.0.0')
  app.get('/openapi.json', async () => document)
  for (const operation of restOperations) {
    app.get(operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
      const context = contextOf(request)
      if (!hasScope(context.caller.identity, 'matches:read'))
        return sendError(reply, publicError('forbidden'))
      const release = context.caller.enter('call')
      if (!release) return sendError(reply, publicError('rate-limited'))
      try {
        return await answer(operation, context, { request, reply })
      } finally {
        release()
      }
    })
  }
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The reply with its entity tag, or 304 where the client has it already. */
async function answer({ run, cacheControl }: RestOperation, context: ApiContext, exchange: Exchange) {
  const { request, reply } = exchange
  const { caller, database, readDatabase = database } = context
  const read = () =>
    run(
      { ...context, database: readDatabase },
      { ...(request.query as object), ...(request.params as object) },
    )
  const outcome = await (caller.read?.(read, found => (found.ok ? found.value : undefined)) ?? read())
  if (!outcome.ok) return sendError(reply, publicError(outcome.code))
  const body = JSON.stringify(outcome.value)
  const entityTag = entityTagOf(body)
  reply.header('etag', entityTag).header('cache-control', cacheControl(outcome.value))
  if (isNamed(request.headers['if-none-match'], entityTag)) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(body)
}
