import type { ErrorCode, Fault } from '@touchline/contracts'
import { LogUnavailable } from '@touchline/streams'
import type { Door } from '../../accept.ts'
import type { Accounts } from '../../accounts.ts'
import type { Outcome } from '../../outcome.ts'
import { claimsCritical, falseClaims } from '../../rate/charge.ts'
import { readJson } from '../read-json.ts'
import type { Partner } from './partner-book.ts'
import type { RateLimit, RateVerdict } from './rate-limit.ts'
import { type SignedMessage, verifySignature } from './signature.ts'

/** What a partner's request comes to, before it is put into HTTP. */
export type Received =
  | {
      readonly kind: 'judged'
      readonly outcomes: readonly Outcome[]
      /** Where some were refused for their number. */
      readonly retryAfterSeconds?: number
    }
  | {
      readonly kind: 'refused'
      readonly code: ErrorCode
      readonly message: string
      readonly faults?: readonly Fault[]
      readonly retryAfterSeconds?: number
    }

export interface Receiver {
  readonly door: Door
  readonly rateLimit: RateLimit
  readonly accounts: Accounts
  readonly eventsPerRequest: number
  readonly onLogUnavailable: (error: LogUnavailable) => void
}

export interface Delivered {
  readonly partner: Partner
  readonly message: SignedMessage & { readonly body: Buffer }
  readonly traceparent: string
}

const maxFaults = 100
const logRetrySeconds = 1
const signatureMessages = {
  'invalid-signature': 'No signature fits the body, the id and the timestamp.',
  'stale-timestamp': 'The timestamp is more than five minutes off.',
} as const

/**
 * In this order: signature, JSON, number of events, rate, schema, log. Only what passed one meets the next; critical
 * events pass the rate whatever it says.
 */
export async function receive(delivered: Delivered, receiver: Receiver): Promise<Received> {
  const { partner, message } = delivered
  const verdict = verifySignature(message, partner.keys, Date.now())
  if (verdict !== 'valid') return { kind: 'refused', code: verdict, message: signatureMessages[verdict] }
  const json = readJson(message.body)
  if (!json.ok) return { kind: 'refused', code: 'invalid-json', message: 'The body must be JSON in UTF-8.' }
  const items: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value]
  if (items.length === 0 || items.length > receiver.eventsPerRequest) {
    return mismatch([{ path: '(root)', message: `must hold 1 to ${receiver.eventsPerRequest} events` }])
  }
  const charged = items.filter(item => !claimsCritical(item)).length
  const rate = receiver.rateLimit.spend(partner, charged)
  if (!rate.ok && charged === items.length) return tooFast(rate)
  const outcomes = await judgeAndAppend(delivered, rate.ok ? items : items.filter(claimsCritical), receiver)
  if (!outcomes) return unavailable('The events could not be stored: send the same again.')
  if (rate.ok) return received(outcomes, Array.isArray(json.value))
  return receivedInPart(items, outcomes, rate, receiver)
}

/** Undefined: the log is away. */
async function judgeAndAppend(
  { partner, traceparent }: Delivered,
  items: readonly unknown[],
  { door, rateLimit, onLogUnavailable }: Receiver,
): Promise<readonly Outcome[] | undefined> {
  try {
    const outcomes = await door.accept({ source: 'broadcast', provider: partner.name, traceparent, items })
    rateLimit.charge(partner, falseClaims(items, outcomes))
    return outcomes
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
    onLogUnavailable(error)
    return undefined
  }
}

const isAccepted = (outcome: Outcome): boolean => outcome.status === 'accepted'

function received(outcomes: readonly Outcome[], isArray: boolean): Received {
  return outcomes.some(isAccepted) ? { kind: 'judged', outcomes } : mismatch(allFaults(outcomes, isArray))
}

type TooFast = Extract<RateVerdict, { ok: false }>

const limited: Outcome = { status: 'refused', code: 'rate-limited', faults: [] }

/** `judged` are the outcomes of the critical ones among the items; the others were not looked at. */
function receivedInPart(
  items: readonly unknown[],
  judged: readonly Outcome[],
  rate: TooFast,
  { accounts }: Receiver,
): Received {
  if (!judged.some(isAccepted)) return tooFast(rate)
  accounts.itemsLimited('broadcast', items.length - judged.length)
  const next = judged.values()
  const outcomes = items.map(item => (claimsCritical(item) ? (next.next().value ?? limited) : limited))
  return { kind: 'judged', outcomes, retryAfterSeconds: rate.retryAfterSeconds }
}

export const unavailable = (message: string): Received => ({
  kind: 'refused',
  code: 'unavailable',
  message,
  retryAfterSeconds: logRetrySeconds,
})

const tooFast = ({ message, retryAfterSeconds }: TooFast): Received => ({
  kind: 'refused',
  code: 'rate-limited',
  message,
  retryAfterSeconds,
})

const mismatch = (faults: readonly Fault[]): Received => ({
  kind: 'refused',
  code: 'schema-mismatch',
  message: 'No event fits its schema.',
  faults,
})

/** In an array's faults the path begins with the event's index. */
function allFaults(outcomes: readonly Outcome[], isArray: boolean): Fault[] {
  const faults = outcomes.flatMap((outcome, index) => {
    if (outcome.status !== 'refused') return []
    return outcome.faults.map(({ path, message }) => ({ path: isArray ? `${index}.${path}` : path, message }))
  })
  return faults.slice(0, maxFaults)
}
