import { continueTrace } from '@touchline/telemetry'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts.ts'
import type { IngestLimits } from '../../limits.ts'
import { answerTo } from './answer.ts'
import { createBodyBudget } from './body-budget.ts'
import type { PartnerBook } from './partner-book.ts'
import { type Received, type Receiver, receive, unavailable } from './receive.ts'

export interface WebhookOptions {
  readonly partners: PartnerBook
  readonly receiver: Receiver
  readonly accounts: Accounts
  readonly limits: IngestLimits
}

type PartnerRequest = FastifyRequest<{ Params: { partner: string } }>

const unknownPartner: Received = { kind: 'refused', code: 'unknown-partner', message: 'No such partner.' }
const full = unavailable('Too much is being received at once: send the same again.')
const noBody = Buffer.alloc(0)

/** `POST /webhooks/broadcast/:partner`. The body reaches the handler as the bytes that were signed. */
export function addBroadcastWebhook(app: FastifyInstance, options: WebhookOptions): void {
  const { partners, receiver, accounts, limits } = options
  const budget = createBodyBudget(limits.inFlightBytes)

  const send = (reply: FastifyReply, received: Received) => {
    if (received.kind === 'refused') accounts.requestRefused(received.code)
    const { status, headers, body } = answerTo(received)
    return reply.code(status).headers(headers).send(body)
  }
  /** Before a byte of the body is read. */
  const admit = async (request: PartnerRequest, reply: FastifyReply) => {
    if (!partners.has(request.params.partner)) return send(reply, unknownPartner)
    const giveBack = budget.take(declaredBytes(request, limits.bodyBytes))
    if (!giveBack) return send(reply, full)
    reply.raw.once('close', giveBack)
  }
  app.post('/webhooks/broadcast/:partner', { onRequest: admit }, async (request: PartnerRequest, reply) => {
    const partner = partners.get(request.params.partner)
    if (!partner) return send(reply, unknownPartner)
    const message = {
      id: header(request, 'webhook-id'),
      timestamp: header(request, 'webhook-timestamp'),
      signature: header(request, 'webhook-signature'),
      body: Buffer.isBuffer(request.body) ? request.body : noBody,
    }
    const traceparent = continueTrace(header(request, 'traceparent'))
    return send(reply, await receive({ partner, message, traceparent }, receiver))
  })
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** A body without a length may grow up to the limit; one that is too long is turned away unread. */
function declaredBytes(request: FastifyRequest, maxBytes: number): number {
  const declared = Number(header(request, 'content-length') ?? maxBytes)
  return declared <= maxBytes ? declared : 0
}
