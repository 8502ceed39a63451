import { type ApiContext, openApiDocument, publicError, restOperations } from '@touchline/api'
import type { FastifyInstance } from 'fastify'
import { sendError } from './errors.ts'

/** The REST reads under `/v1`, one route per row of the table, and their OpenAPI document. */
export function addRestRoutes(app: FastifyInstance, contextOf: () => ApiContext): void {
  const document = openApiDocument('1.0.0')
  app.get('/openapi.json', async () => document)
  for (const { path, run } of restOperations) {
    app.get(path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
      const context = contextOf()
      const release = context.caller.enter('call')
      if (!release) return sendError(reply, publicError('rate-limited'))
      try {
        const outcome = await run(context, { ...(request.query as object), ...(request.params as object) })
        return outcome.ok ? outcome.value : sendError(reply, publicError(outcome.code))
      } finally {
        release()
      }
    })
  }
}
