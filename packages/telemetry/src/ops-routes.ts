import type { IncomingMessage } from 'node:http'
import type { Operations } from './operations.ts'
import { answerOps, type OpsPath, type OpsView, opsPaths } from './ops-answers.ts'

interface Reply {
  code(status: number): Reply
  type(contentType: string): Reply
  send(body: string): unknown
  callNotFound(): unknown
}
/** The part of Fastify that these routes use, so that this package needs no web framework. */
export interface RouteHost {
  get(
    path: string,
    handler: (request: { readonly raw: IncomingMessage }, reply: Reply) => Promise<unknown>,
  ): unknown
}

export interface OpsRoutes {
  readonly operations: Operations
  /** What a request is shown; paths beyond that are not found. */
  readonly viewOf: (request: IncomingMessage) => OpsView
  /** Default: all. */
  readonly paths?: readonly OpsPath[]
}

/** The probes and metrics at an app's public port. */
export function addOpsRoutes(host: RouteHost, { operations, viewOf, paths = opsPaths }: OpsRoutes): void {
  for (const path of paths) {
    host.get(path, async (request, reply) => {
      const answer = await answerOps(operations, path, viewOf(request.raw))
      if (!answer) return reply.callNotFound()
      return reply.code(answer.status).type(answer.contentType).send(answer.body)
    })
  }
}
