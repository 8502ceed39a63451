import type { IncomingMessage } from 'node:http'
import { publicError, refusal } from '@touchline/api'
import { anonymous, type Identity } from '@touchline/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Admission, Arrival } from '../admission/admission.ts'
import { rateHeaders } from '../admission/rate-headers.ts'
import { readCredentials } from '../socket/inbound.ts'
import { sendError } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set on every read. */
    identity: Identity
  }
}

/** Whose requests are reads of ours: health and metrics are for the house. */
const reads = /^\/(v1|trpc)(\/|\?|$)/

/** Makes sure who calls, and counts the request against their limits, before anything is read for them. */
export function addAdmission(app: FastifyInstance, admission: Admission, trustedProxies: number): void {
  app.decorateRequest('identity')
  app.addHook('onRequest', async (request, reply) => {
    request.identity = anonymous
    if (!reads.test(request.url)) return
    const arrival = arrivalOf(request.raw, trustedProxies)
    const shown = admission.credentialsOf(arrival)
    if (!shown.ok) return sendError(reply, publicError(shown.code))
    const known = await admission.identify(shown.value)
    if (!known.ok) return sendError(reply, publicError(known.code))
    const verdict = await admission.request(known.value, arrival.address)
    reply.headers(rateHeaders(verdict))
    if (!verdict.allowed) return sendError(reply, publicError('rate-limited'))
    request.identity = known.value
  })
}

/** Who calls by what an event stream carries in its URL, since a browser's can't set headers. */
export async function identityOf(
  admission: Admission,
  { identity }: FastifyRequest,
  params: object | null,
): Promise<Identity> {
  if (!params) return identity
  const known = await admission.identify(readCredentials(params))
  if (!known.ok) throw refusal(known.code)
  return known.value
}

/** The address is the socket's, or the one that the outermost of so many proxies of ours has seen. */
export function arrivalOf(request: IncomingMessage, trustedProxies: number): Arrival {
  const { origin, cookie, authorization } = request.headers
  return { address: addressOf(request, trustedProxies), origin, cookie, authorization }
}

function addressOf({ socket, headers }: IncomingMessage, trustedProxies: number): string {
  const direct = socket.remoteAddress ?? 'unknown'
  if (trustedProxies === 0) return direct
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(part => part.trim())
  return told.at(-trustedProxies) || direct
}
