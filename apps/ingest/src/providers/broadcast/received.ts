import type { ErrorCode, Fault } from '@touchline/contracts'
import type { Outcome } from '../../outcome.ts'
import type { TooFast } from './rate-limit.ts'

/** What a partner's request comes to, before it is put into HTTP. */
export type Received = Judged | Refused

interface Judged {
  readonly kind: 'judged'
  readonly outcomes: readonly Outcome[]
  /** Where some were refused for their number. */
  readonly retryAfterSeconds?: number
}

export interface Refused {
  readonly kind: 'refused'
  readonly code: ErrorCode
  readonly message: string
  readonly faults?: readonly Fault[]
  readonly retryAfterSeconds?: number
}

const maxFaults = 100
const logRetrySeconds = 1

/** What became of a request as a whole: with nothing accepted, it is refused. */
export function receivedOf(outcomes: readonly Outcome[], isArray: boolean, tooFast?: TooFast): Received {
  if (outcomes.some(({ status }) => status === 'accepted')) {
    return { kind: 'judged', outcomes, ...(tooFast && { retryAfterSeconds: tooFast.retryAfterSeconds }) }
  }
  return tooFast ? overRate(tooFast) : nothingFits(allFaults(outcomes, isArray), commonCode(outcomes))
}

export const unavailable = (message: string): Refused => ({
  kind: 'refused',
  code: 'unavailable',
  message,
  retryAfterSeconds: logRetrySeconds,
})

const overRate = ({ message, retryAfterSeconds }: TooFast): Refused => ({
  kind: 'refused',
  code: 'rate-limited',
  message,
  retryAfterSeconds,
})

const messages: Partial<Record<ErrorCode, string>> = {
  'implausible-time': 'No event can have happened when it says.',
  'implausible-value': 'No event can be true.',
  forbidden: 'This partner may not write that match.',
}

export const nothingFits = (faults: readonly Fault[], code: ErrorCode = 'schema-mismatch'): Refused => ({
  kind: 'refused',
  code,
  message: messages[code] ?? 'No event fits its schema.',
  faults,
})

/** Where all were refused for the same, that; else the widest. */
function commonCode(outcomes: readonly Outcome[]): ErrorCode {
  const codes = new Set(outcomes.flatMap(outcome => (outcome.status === 'refused' ? [outcome.code] : [])))
  const [code] = codes
  return codes.size === 1 && code ? code : 'schema-mismatch'
}

/** In an array's faults the path begins with the event's index. */
function allFaults(outcomes: readonly Outcome[], isArray: boolean): Fault[] {
  const faults = outcomes.flatMap((outcome, index) => {
    if (outcome.status !== 'refused') return []
    return outcome.faults.map(({ path, message }) => ({ path: isArray ? `${index}.${path}` : path, message }))
  })
  return faults.slice(0, maxFaults)
}
