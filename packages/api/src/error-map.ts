import type { ErrorCode } from '@touchline/contracts'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'

interface Mapping {
  readonly trpc: TRPC_ERROR_CODE_KEY
  readonly status: number
  /** The only text that a caller gets. */
  readonly message: string
}

const map: Record<ErrorCode, Mapping> = {
  'invalid-signature': { trpc: 'UNAUTHORIZED', status: 401, message: 'the signature does not match' },
  'stale-timestamp': { trpc: 'UNAUTHORIZED', status: 401, message: 'the timestamp is too far from now' },
  'unknown-partner': { trpc: 'NOT_FOUND', status: 404, message: 'no such partner' },
  'payload-too-large': { trpc: 'PAYLOAD_TOO_LARGE', status: 413, message: 'the request is too large' },
  'unsupported-encoding': {
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    status: 415,
    message: 'this content encoding is not understood',
  },
  'request-timeout': { trpc: 'TIMEOUT', status: 408, message: 'the request took too long to arrive' },
  'invalid-json': { trpc: 'PARSE_ERROR', status: 400, message: 'the request is not valid JSON' },
  'schema-mismatch': { trpc: 'UNPROCESSABLE_CONTENT', status: 422, message: 'the payload has faults' },
  'rate-limited': { trpc: 'TOO_MANY_REQUESTS', status: 429, message: 'too many requests; try again later' },
  unavailable: { trpc: 'SERVICE_UNAVAILABLE', status: 503, message: 'not available now; try again later' },
  'match-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such match' },
  'invalid-input': { trpc: 'BAD_REQUEST', status: 400, message: 'the input has faults' },
  'not-found': { trpc: 'NOT_FOUND', status: 404, message: 'nothing here answers that' },
  'implausible-time': { trpc: 'UNPROCESSABLE_CONTENT', status: 422, message: 'the time is not plausible' },
  'implausible-value': { trpc: 'UNPROCESSABLE_CONTENT', status: 422, message: 'a value is not plausible' },
  unprocessable: { trpc: 'UNPROCESSABLE_CONTENT', status: 422, message: 'this could not be processed' },
  'id-of-other-match': {
    trpc: 'CONFLICT',
    status: 409,
    message: 'the id belongs to an event of another match',
  },
  'match-locked': { trpc: 'CONFLICT', status: 409, message: 'the match is being changed; try again' },
  'dead-letter-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such dead letter' },
  'replay-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such replay' },
  'state-conflict': { trpc: 'CONFLICT', status: 409, message: 'its state does not allow that' },
  unauthorized: {
    trpc: 'UNAUTHORIZED',
    status: 401,
    message: 'no valid session, token or key came with this; sign in again or renew it',
  },
  forbidden: { trpc: 'FORBIDDEN', status: 403, message: 'this caller may not do that' },
  'too-many-sockets': { trpc: 'TOO_MANY_REQUESTS', status: 429, message: 'too many sockets are open' },
  'api-key-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such API key' },
  'grant-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such grant' },
  'event-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such event' },
  'approval-by-another': {
    trpc: 'FORBIDDEN',
    status: 403,
    message: 'somebody else than who asked has to decide',
  },
  'edited-meanwhile': {
    trpc: 'CONFLICT',
    status: 409,
    message: 'somebody changed it meanwhile; look again',
  },
  'wrong-credentials': {
    trpc: 'UNAUTHORIZED',
    status: 401,
    message: 'the e-mail address or the password is wrong',
  },
  'wrong-code': { trpc: 'UNAUTHORIZED', status: 401, message: 'the code is wrong, or was used already' },
  'sign-in-again': { trpc: 'UNAUTHORIZED', status: 401, message: 'sign in again' },
  'address-taken': { trpc: 'CONFLICT', status: 409, message: 'somebody has this e-mail address already' },
  'person-not-found': { trpc: 'NOT_FOUND', status: 404, message: 'no such person' },
  'not-yourself': { trpc: 'FORBIDDEN', status: 403, message: 'nobody can do that to themselves' },
  'last-admin': { trpc: 'CONFLICT', status: 409, message: 'there has to be another admin first' },
  'foreign-origin': {
    trpc: 'FORBIDDEN',
    status: 403,
    message: 'this request did not come from a page of ours; nothing was changed',
  },
  internal: { trpc: 'INTERNAL_SERVER_ERROR', status: 500, message: 'something went wrong on our side' },
}

export const trpcCodeOf = (code: ErrorCode): TRPC_ERROR_CODE_KEY => map[code].trpc
export const httpStatusOf = (code: ErrorCode): number => map[code].status
export const messageOf = (code: ErrorCode): string => map[code].message

/** What a transport's own refusals mean; its other codes are ours, or unexpected. */
const transportRefusals: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  BAD_REQUEST: 'invalid-input',
  PARSE_ERROR: 'invalid-json',
  NOT_FOUND: 'not-found',
  METHOD_NOT_SUPPORTED: 'not-found',
  UNSUPPORTED_MEDIA_TYPE: 'invalid-input',
  UNPROCESSABLE_CONTENT: 'invalid-input',
  PAYLOAD_TOO_LARGE: 'payload-too-large',
  TOO_MANY_REQUESTS: 'rate-limited',
}

export const codeOfRefusal = (code: TRPC_ERROR_CODE_KEY): ErrorCode | undefined => transportRefusals[code]

/** SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown), and the socket errors under them. */
const away = /^(08...|53...|57P0.|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/
/** pg's own texts for a connection that it could not get or that ended; these carry no code. */
const awayTexts = /connection (terminated|ended|timeout)|timeout exceeded when trying to connect/i

/** What an unexpected error means to the caller: a store that is away, or a fault of ours. */
export function codeOfUnexpected(error: unknown): 'unavailable' | 'internal' {
  if (!(error instanceof Error)) return 'internal'
  const code = 'code' in error ? String(error.code) : ''
  if (away.test(code) || awayTexts.test(error.message)) return 'unavailable'
  return error.cause === undefined ? 'internal' : codeOfUnexpected(error.cause)
}
