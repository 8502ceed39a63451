/** Every error that leaves a process carries one of these, and no other text that we did not write. */
export const errorCodes = [
  'invalid-signature',
  'stale-timestamp',
  'unknown-partner',
  'payload-too-large',
  'unsupported-encoding',
  'request-timeout',
  'invalid-json',
  'schema-mismatch',
  'rate-limited',
  'unavailable',
  'match-not-found',
  'invalid-input',
  'not-found',
  'implausible-time',
  'implausible-value',
  'unprocessable',
  'id-of-other-match',
  'match-locked',
  'dead-letter-not-found',
  'replay-not-found',
  'state-conflict',
  'unauthorized',
  'forbidden',
  'too-many-sockets',
  'api-key-not-found',
  'grant-not-found',
  'event-not-found',
  'approval-by-another',
  'edited-meanwhile',
  'wrong-credentials',
  'wrong-code',
  'sign-in-again',
  'address-taken',
  'person-not-found',
  'not-yourself',
  'last-admin',
  'foreign-origin',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

const retryable: ReadonlySet<ErrorCode> = new Set([
  'request-timeout',
  'rate-limited',
  'unavailable',
  'match-locked',
  'internal',
])

/** Whether the same request may succeed later without being changed. */
export const isRetryable = (code: ErrorCode): boolean => retryable.has(code)

/** One fault in a payload: where, as a dotted path, and what is wrong there. Never the value itself. */
export interface Fault {
  readonly path: string
  readonly message: string
}
