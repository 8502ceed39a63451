import type { IncomingMessage } from 'node:http'
import { publicError, refusal } from '@touchline/api'
import { anonymous, type Identity } from '@touchline/contracts'
import { clientAddress, forwardedFor } from '@touchline/contracts/addresses'
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import type { Admission, Arrival } from '../admission/admission.ts'
import { rateHeaders } from '../admission/rate-headers.ts'
import { readCredentials } from '../socket/inbound.ts'
import { sendError } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set on every read. */
    identity: Identity
  }
  interface FastifyContextConfig {
    /** True where nobody is refused: an orchestrator that gets no answer of health ends the process. It counts all the same. */
    readonly isProbe?: boolean
    /** How many calls one request of this route is. Default: one. */
    readonly callsOf?: (request: FastifyRequest) => number
  }
}

/**
 * Makes sure who calls, and counts the request against their limits, before anything is read for them. It asks which
 * route was found, and never how its path was written: whatever is not registered as a probe is admitted first, also
 * what no route is found for.
 */
export function addAdmission(app: FastifyInstance, admission: Admission, trustedProxies: number): void {
  app.decorateRequest('identity')
  app.addHook('onRequest', async (request, reply) => {
    request.identity = anonymous
    const { isProbe = false, callsOf = () => 1 } = request.routeOptions.config
    const arrival = arrivalOf(request.raw, trustedProxies)
    if (isProbe) return void (await admission.request(anonymous, arrival.address))
    const shown = admission.credentialsOf(arrival)
    if (!shown.ok) return sendError(reply, publicError(shown.code))
    const known = await admission.identify(shown.value)
    if (!known.ok) return sendError(reply, publicError(known.code))
    const verdict = await admission.request(known.value, arrival.address, callsOf(request))
    reply.headers(rateHeaders(verdict))
    if (!verdict.allowed) return sendError(reply, publicError('rate-limited'))
    request.identity = known.value
  })
}

/** Registers routes with something of their configuration the same for all of them. */
export async function withConfig(
  app: FastifyInstance,
  config: FastifyContextConfig,
  add: (scope: FastifyInstance) => unknown,
): Promise<void> {
  await app.register(async scope => {
    scope.addHook('onRoute', route => {
      route.config = { ...route.config, ...config }
    })
    await add(scope)
  })
}

export interface TrpcRequest {
  readonly admission: Admission
  readonly trustedProxies: number
  readonly req: FastifyRequest
  readonly isStream: boolean
}

/**
 * Who calls by what an event stream carries in its URL, since a browser's can't set headers; counted as that caller.
 * Whatever else shows credentials there is refused: it can set headers.
 */
export async function identityOf(
  { admission, trustedProxies, req, isStream }: TrpcRequest,
  params: object | null,
): Promise<Identity> {
  if (!params) return req.identity
  if (!isStream) throw refusal('invalid-input')
  const known = await admission.identify(readCredentials(params))
  if (!known.ok) throw refusal(known.code)
  const { address } = arrivalOf(req.raw, trustedProxies)
  if (!(await admission.request(known.value, address)).allowed) throw refusal('rate-limited')
  return known.value
}

/** The address is the socket's, or the one that the outermost of so many proxies of ours has seen. */
export function arrivalOf(request: IncomingMessage, trustedProxies: number): Arrival {
  const { origin, cookie, authorization } = request.headers
  const address = clientAddress(request.socket.remoteAddress, forwardedFor(request), trustedProxies)
  return { address, origin, cookie, authorization }
}
