import { LogUnavailable } from '@touchline/streams'
import type { Door } from '../../accept.ts'
import type { Accounts } from '../../accounts.ts'
import type { ClockSkew } from '../../clock-skew/clock-skew.ts'
import type { IngestLimits } from '../../limits.ts'
import type { Outcome, Refusal } from '../../outcome.ts'
import { inflateBody } from './content-encoding.ts'
import { type Decoded, decodeItems, isDocument, sizesOf } from './decode-items.ts'
import type { KnownMessages } from './known-messages.ts'
import type { Partner } from './partner-book.ts'
import { nothingFits, type Received, type Refused, receivedOf, unavailable } from './received.ts'
import { type Screened, type Screening, screen } from './screen.ts'
import { type SignedMessage, verifySignature } from './signature.ts'

export interface Receiver extends Screening {
  readonly door: Door
  readonly clocks: ClockSkew
  readonly messages: KnownMessages
  readonly accounts: Accounts
  readonly limits: IngestLimits
  readonly onLogUnavailable: (error: LogUnavailable) => void
}

export interface Delivered {
  readonly partner: Partner
  readonly message: SignedMessage & { readonly body: Buffer }
  readonly contentEncoding: string | undefined
  /** When its first bytes came, in milliseconds since 1970. */
  readonly arrivedMs: number
  readonly traceparent: string
  /** Called once the message is known to be its partner's; false if its partner has too much under way. */
  readonly settle: () => boolean
}

const signatureMessages = {
  'invalid-signature': 'No signature fits the body, the id and the timestamp.',
  'stale-timestamp': 'The timestamp is more than five minutes off.',
} as const

/**
 * In this order: signature, encoding, format, number of events, grants, rates, schema and plausibility, log. Only what
 * passed one meets the next.
 */
export async function receive(delivered: Delivered, receiver: Receiver): Promise<Received> {
  const { partner, message, arrivedMs } = delivered
  const verdict = verifySignature(message, partner.keys, arrivedMs)
  if (verdict === 'invalid-signature') return refusedFor(verdict)
  const skewMs = skewOf(delivered, receiver.clocks)
  if (verdict === 'stale-timestamp') return refusedFor(verdict)
  if (!delivered.settle()) return unavailable('Too much is under way at once: send the same again.')
  const sent = await itemsOf(delivered, receiver)
  if ('kind' in sent) return sent
  const screened = await screen(partner, sent.items, receiver)
  if (!screened)
    return unavailable('Which matches this partner may write is not known now: send the same again.')
  const offered = { items: screened.passed, skewMs: sent.isDatedFromKickoff ? 0 : skewMs }
  const outcomes = await judgeAndAppend({ ...delivered, ...offered }, receiver)
  if (!outcomes) return unavailable('The events could not be stored: send the same again.')
  const all = [...merged(outcomes, screened, receiver.accounts), ...unreadable(sent, outcomes, receiver)]
  // A document may hold nothing of the match yet.
  if (all.length === 0) return { kind: 'judged', outcomes: [] }
  return receivedOf(all, sent.isArray, screened.tooFast)
}

const refusedFor = (code: keyof typeof signatureMessages): Refused => ({
  kind: 'refused',
  code,
  message: signatureMessages[code],
})

/** A message that its partner signed tells how the partner's clock stands, also where it is refused for its time. */
const skewOf = ({ partner, message, arrivedMs }: Delivered, clocks: ClockSkew): number =>
  clocks.observe({
    ...{ source: 'broadcast', provider: partner.name },
    theirSeconds: Number(message.timestamp),
    ourMs: arrivedMs,
  })

type Sent = Extract<Decoded, { ok: true }>

async function itemsOf(
  { partner, message, contentEncoding, arrivedMs }: Delivered,
  { limits }: Receiver,
): Promise<Sent | Refused> {
  const { bodyBytes, events } = sizesOf(partner, limits)
  const inflated = await inflateBody(message.body, contentEncoding, bodyBytes)
  if (!inflated.ok) return { kind: 'refused', code: inflated.code, message: inflated.message }
  const decoded = decodeItems(partner, inflated.body, arrivedMs)
  if (!decoded.ok) return { kind: 'refused', ...decoded }
  const { items, faults } = decoded
  const isEmpty = items.length + faults.length === 0 && !isDocument(partner.format)
  if (!isEmpty && items.length + faults.length <= events) return decoded
  return nothingFits([{ path: '(root)', message: `must hold 1 to ${events} events` }])
}

interface Offered extends Delivered {
  readonly items: readonly unknown[]
  readonly skewMs: number
}

/** Undefined: the log is away. */
async function judgeAndAppend(
  { partner, message, traceparent, items, skewMs }: Offered,
  { door, messages, rateLimit, onLogUnavailable }: Receiver,
): Promise<readonly Outcome[] | undefined> {
  if (items.length === 0) return []
  const { name: provider } = partner
  const idScope = partner.idScope === 'global' ? partner.idScope : undefined
  const receivedMs = Date.now()
  const toldAtMs = messages.toldAtMs({ partner: provider, ...message }, receivedMs)
  const arrival = { source: 'broadcast', provider, traceparent, items, skewMs, idScope } as const
  try {
    const outcomes = await door.accept({ ...arrival, receivedMs, toldAtMs })
    rateLimit.settle(partner, items, outcomes)
    return outcomes
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
    onLogUnavailable(error)
    return undefined
  }
}

/** The outcomes of those that were judged, and between them those that were refused before. */
function merged(judged: readonly Outcome[], { refusals }: Screened, accounts: Accounts): readonly Outcome[] {
  if (refusals.length === 0) return judged
  const next = judged.values()
  const hasAccepted = judged.some(({ status }) => status === 'accepted')
  return refusals.map((refusal): Outcome => {
    if (!refusal) return outcomeOf(next.next().value)
    if (hasAccepted) accounts.itemsRefused('broadcast', refusal.code, 1)
    return refused(refusal)
  })
}

/** Elements that came to no item are refused beside the items, after them. */
function unreadable(
  { faults }: Sent,
  judged: readonly Outcome[],
  { accounts }: Receiver,
): readonly Outcome[] {
  if (faults.length > 0 && judged.some(({ status }) => status === 'accepted'))
    accounts.itemsRefused('broadcast', 'schema-mismatch', faults.length)
  return faults.map(fault => refused({ code: 'schema-mismatch', faults: [fault] }))
}

const refused = (refusal: Refusal): Outcome => ({ status: 'refused', ...refusal })

function outcomeOf(outcome: Outcome | undefined): Outcome {
  if (!outcome) throw new Error('fewer outcomes than items that were judged')
  return outcome
}
