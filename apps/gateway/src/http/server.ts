import cors from '@fastify/cors'
import { type ApiContext, type AppRouter, appRouter } from '@touchline/api'
import type { Identity } from '@touchline/contracts'
import type { Connections } from '@touchline/resilience'
import { addOpsRoutes, endConnectionsWhileLeaving, type OpsRoutes } from '@touchline/telemetry'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify'
import type { Admission } from '../admission/admission.ts'
import type { Peer } from '../callers.ts'
import type { GatewayLimits } from '../limits.ts'
import { maxBatchedCalls } from '../socket/inbound.ts'
import { addAdmission, arrivalOf, identityOf, withConfig } from './admit.ts'
import { boundPending } from './connections.ts'
import { addErrorAnswers, answerBrokenRequest, sendError, shownOf } from './errors.ts'
import { OneAtATime } from './one-at-a-time.ts'
import type { AllowedOrigins } from './origins.ts'
import { addRestRoutes } from './rest.ts'
import { seatStream } from './stream-seat.ts'

export interface HttpOptions {
  readonly limits: GatewayLimits
  readonly origins: AllowedOrigins
  readonly ops: OpsRoutes
  readonly admission: Admission
  readonly trustedProxies: number
  /** A connection was closed for a newcomer. */
  onDisplaced(): void
  /** One context per request. */
  contextOf(identity: Identity, peer: Peer): ApiContext
  onError(error: unknown): void
}

export interface Http {
  readonly app: FastifyInstance
  readonly connections: Connections
  readonly lines: OneAtATime
}

/** Node looks for late requests this often; its own 30 s would let each stay that much longer. */
const timeoutCheckMs = 1_000

const probePaths = ['/health/live', '/health/ready', '/health/startup'] as const

/** tRPC over HTTP at `/trpc`, REST at `/v1`, health and metrics. Not listening yet. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { limits, origins, ops, admission, trustedProxies, contextOf, onError } = options
  const app = fastify({
    bodyLimit: limits.requestBytes,
    requestTimeout: limits.requestTimeoutMs,
    http: {
      // Node enforces no request timeout that is shorter than the one for headers.
      headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(timeoutCheckMs, limits.headersTimeoutMs),
    },
    connectionTimeout: limits.requestTimeoutMs * 2,
    keepAliveTimeout: limits.requestTimeoutMs,
    forceCloseConnections: true,
    // What the framework refuses before a route is found, such as a path that can't be decoded.
    frameworkErrors: (error, _request, reply) => void sendError(reply, shownOf(error)),
    clientErrorHandler: answerBrokenRequest,
    routerOptions: { maxParamLength: 2_000 },
  })
  const connections = boundPending(app.server, options)
  const lines = new OneAtATime(app.server)
  endConnectionsWhileLeaving(app.server, ops.operations)
  addErrorAnswers(app, { onUnexpected: onError })
  await app.register(cors, {
    origin: origins === '*' ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    maxAge: 3_600,
    // A cookie counts only from an Origin that is listed, and so may be sent from there.
    credentials: origins !== '*',
    exposedHeaders: ['etag', 'ratelimit', 'ratelimit-policy', 'retry-after'],
  })
  addAdmission(app, admission, trustedProxies)
  await withConfig(app, { isProbe: true }, scope => addOpsRoutes(scope, { ...ops, paths: probePaths }))
  addOpsRoutes(app, { ...ops, paths: ['/metrics'] })
  addRestRoutes(app, ({ identity, raw }) =>
    contextOf(identity, { address: arrivalOf(raw, trustedProxies).address }),
  )
  const trpc = {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: async ({ req, res, info }) => {
        const isStream = info.type === 'subscription'
        const identity = await identityOf({ admission, trustedProxies, req, isStream }, info.connectionParams)
        if (isStream) {
          lines.streams(req.raw.socket)
          await seatStream(admission, { req, res, identity, trustedProxies })
          connections.vouch(req.raw.socket)
        }
        const { address } = arrivalOf(req.raw, trustedProxies)
        return contextOf(identity, { address, displace: () => void res.raw.destroy() })
      },
      maxBatchSize: maxBatchedCalls,
      onError: ({ error }) => onError(error),
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>
  await withConfig(app, { callsOf: batchedCalls }, scope => scope.register(fastifyTRPCPlugin, trpc))
  return { app, connections, lines }
}

/** Names of procedures stand in the path, separated by commas, whether or not they are called together. */
const batchedCalls = ({ params }: FastifyRequest): number =>
  (params as { readonly path: string }).path.split(',').length
