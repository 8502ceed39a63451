import { type ErrorCode, isRetryable } from '@touchline/contracts'
import type { Received, Refused } from './received.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const statuses: Partial<Record<ErrorCode, number>> = {
  'invalid-json': 400,
  'invalid-signature': 401,
  'stale-timestamp': 401,
  'unknown-partner': 404,
  'not-found': 404,
  forbidden: 403,
  'invalid-input': 400,
  'request-timeout': 408,
  'payload-too-large': 413,
  'unsupported-encoding': 415,
  'schema-mismatch': 422,
  'implausible-time': 422,
  'implausible-value': 422,
  'rate-limited': 429,
  unavailable: 503,
}

const retryAfter = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) }

/** 202 if everything was accepted, 207 if some was, else the status of the error code. */
export function answerTo(received: Received): Answer {
  if (received.kind === 'refused') return errorAnswer(received)
  const results = received.outcomes.map((outcome, index) => ({ index, ...outcome }))
  const accepted = results.filter(result => result.status === 'accepted').length
  const refused = results.length - accepted
  const headers = retryAfter(received.retryAfterSeconds)
  return { status: refused === 0 ? 202 : 207, headers, body: { accepted, refused, results } }
}

function errorAnswer(received: Refused): Answer {
  const { code, message, faults, retryAfterSeconds } = received
  const error = { code, message, ...(faults && { faults }), retryable: isRetryable(code) }
  return { status: statuses[code] ?? 500, headers: retryAfter(retryAfterSeconds), body: { error } }
}
