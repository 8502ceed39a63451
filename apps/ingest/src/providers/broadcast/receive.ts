import type { ErrorCode, Fault } from '@touchline/contracts'
import { LogUnavailable } from '@touchline/streams'
import type { Door } from '../../accept.ts'
import type { Outcome } from '../../outcome.ts'
import { readJson } from '../read-json.ts'
import type { Partner } from './partner-book.ts'
import type { RateLimit } from './rate-limit.ts'
import { type SignedMessage, verifySignature } from './signature.ts'

/** What a partner's request comes to, before it is put into HTTP. */
export type Received =
  | { readonly kind: 'judged'; readonly outcomes: readonly Outcome[] }
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

/** In this order: signature, JSON, number of events, rate, schema, log. Only what passed one meets the next. */
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
  const rate = await receiver.rateLimit.spend(partner, items.length)
  if (!rate.ok) return tooFast(rate.limitEventsPerSecond, rate.retryAfterSeconds)
  return judgeAndAppend(delivered, items, Array.isArray(json.value), receiver)
}

async function judgeAndAppend(
  { partner, traceparent }: Delivered,
  items: readonly unknown[],
  isArray: boolean,
  receiver: Receiver,
): Promise<Received> {
  try {
    const outcomes = await receiver.door.accept({
      source: 'broadcast',
      provider: partner.name,
      traceparent,
      items,
    })
    if (outcomes.some(outcome => outcome.status === 'accepted')) return { kind: 'judged', outcomes }
    return mismatch(allFaults(outcomes, isArray))
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
    receiver.onLogUnavailable(error)
    return unavailable('The events could not be stored: send the same again.')
  }
}

export const unavailable = (message: string): Received => ({
  kind: 'refused',
  code: 'unavailable',
  message,
  retryAfterSeconds: logRetrySeconds,
})

const tooFast = (limitEventsPerSecond: number, retryAfterSeconds: number): Received => ({
  kind: 'refused',
  code: 'rate-limited',
  message: `More than ${limitEventsPerSecond} events per second: send the same again later.`,
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
