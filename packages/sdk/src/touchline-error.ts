import { type ErrorCode, isRetryable } from '@touchline/contracts/wire'

/** What a call or a feed fails with. `retryable` says whether the same call may succeed later. */
export class TouchlineError extends Error {
  override readonly name = 'TouchlineError'
  readonly code: ErrorCode
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = isRetryable(code)
  }
}

const byTrpcCode: Readonly<Record<string, ErrorCode>> = {
  NOT_FOUND: 'not-found',
  BAD_REQUEST: 'invalid-input',
  PARSE_ERROR: 'invalid-json',
  PAYLOAD_TOO_LARGE: 'payload-too-large',
  TOO_MANY_REQUESTS: 'rate-limited',
  INTERNAL_SERVER_ERROR: 'internal',
}

/** Reads any error of a tRPC call; one without an answer from the gateway is `unavailable`. */
export function touchlineErrorOf(cause: unknown): TouchlineError {
  if (cause instanceof TouchlineError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return new TouchlineError(codeOf(dataOf(cause)), message, { cause })
}

interface ErrorData {
  readonly errorCode?: unknown
  readonly code?: unknown
}

function dataOf(cause: unknown): ErrorData {
  const data = cause instanceof Error && 'data' in cause ? cause.data : undefined
  return typeof data === 'object' && data !== null ? data : {}
}

/** The gateway's own code where it gives one (`errorCode`), else the one that tRPC's stands for. */
const codeOf = ({ errorCode, code }: ErrorData): ErrorCode =>
  typeof errorCode === 'string' ? (errorCode as ErrorCode) : (byTrpcCode[String(code)] ?? 'unavailable')
