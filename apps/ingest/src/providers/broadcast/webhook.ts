import { addressKey, clientAddress, forwardedFor } from '@touchline/contracts/addresses'
import type { Connections } from '@touchline/resilience'
import { continueTrace } from '@touchline/telemetry'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts.ts'
import type { BodyRoom, BodyShare } from '../../admission/body-room.ts'
import type { IngestLimits } from '../../limits.ts'
import { answerTo } from './answer.ts'
import { sizesOf } from './decode-items.ts'
import type { PartnerBook } from './partner-book.ts'
import { type Receiver, receive } from './receive.ts'
import type { Received, Refused } from './received.ts'

export interface WebhookOptions {
  readonly partners: PartnerBook
  readonly receiver: Receiver
  readonly accounts: Accounts
  readonly limits: IngestLimits
  readonly room: BodyRoom
  readonly connections: Connections
  /** So many proxies of ours stand before this process. */
  readonly trustedProxies: number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** In milliseconds since 1970. */
    arrivedMs: number
    /** How large its body may be. */
    maxBodyBytes: number
    /** The room that the body takes; undefined for requests whose body nobody wants. */
    bodyShare: BodyShare | undefined
    /** Ends the reading of the body, so that others have room. */
    displaceBody: (() => void) | undefined
  }
}

type PartnerRequest = FastifyRequest<{ Params: { partner: string } }>

const refused = (code: Refused['code'], message: string): Refused => ({ kind: 'refused', code, message })
const unknownPartner = refused('unknown-partner', 'No such partner.')
const tooLarge = refused('payload-too-large', 'The body is too large.')
const noBody = Buffer.alloc(0)

/** `POST /webhooks/broadcast/:partner`. The body reaches the handler as the bytes that were signed. */
export function addBroadcastWebhook(app: FastifyInstance, options: WebhookOptions): void {
  const { partners, receiver, accounts, limits, room, connections, trustedProxies } = options
  app.decorateRequest('arrivedMs', 0)
  app.decorateRequest('maxBodyBytes', limits.bodyBytes)
  app.decorateRequest('bodyShare', undefined)
  app.decorateRequest('displaceBody', undefined)

  const send = (reply: FastifyReply, received: Received) => {
    if (received.kind === 'refused') accounts.requestRefused(received.code)
    const { status, headers, body } = answerTo(received)
    return reply.code(status).headers(headers).send(body)
  }
  /** Before a byte of the body is read: refuses what its head condemns, and opens an account for the rest. */
  const admit = async (request: PartnerRequest, reply: FastifyReply) => {
    request.arrivedMs = Date.now()
    const partner = partners.get(request.params.partner)
    if (!partner) return send(reply, unknownPartner)
    request.maxBodyBytes = sizesOf(partner, limits).bodyBytes
    if (Number(header(request, 'content-length') ?? 0) > request.maxBodyBytes) return send(reply, tooLarge)
    const address = clientAddress(request.socket.remoteAddress, forwardedFor(request), trustedProxies)
    const sender = { partner: partner.name, address: addressKey(address) }
    const share = room.open(sender, () => request.displaceBody?.())
    request.bodyShare = share
    reply.raw.once('close', share.close)
  }
  app.post('/webhooks/broadcast/:partner', { onRequest: admit }, async (request: PartnerRequest, reply) => {
    const partner = partners.get(request.params.partner)
    if (!partner) return send(reply, unknownPartner)
    const contentEncoding = header(request, 'content-encoding')
    const settle = () => {
      connections.vouch(request.socket)
      return request.bodyShare?.settle(contentEncoding ? request.maxBodyBytes : 0) ?? true
    }
    const message = messageOf(request)
    const traceparent = continueTrace(header(request, 'traceparent'))
    const { arrivedMs } = request
    const delivered = { partner, message, contentEncoding, arrivedMs, traceparent, settle }
    return send(reply, await receive(delivered, receiver))
  })
}

const messageOf = (request: FastifyRequest) => ({
  id: header(request, 'webhook-id'),
  timestamp: header(request, 'webhook-timestamp'),
  signature: signaturesOf(request),
  body: Buffer.isBuffer(request.body) ? request.body : noBody,
})

/** Several signatures stand in one line, separated by spaces, or in a line each. */
const signaturesOf = ({ raw }: FastifyRequest): string | undefined =>
  raw.headersDistinct['webhook-signature']?.join(' ')

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
