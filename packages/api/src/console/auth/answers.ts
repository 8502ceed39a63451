import type { ErrorCode, Fault } from '@touchline/contracts'
import { httpStatusOf } from '../../error-map.ts'
import { publicError } from '../../error-shape.ts'

/** What is said at the door is for one browser alone. */
const headers = { 'Cache-Control': 'no-store' }

/** Every refusal leaves as `{error: {code, message, faults?, retryable}}`. */
export function refused(
  code: ErrorCode,
  { faults, retryAfterSeconds }: { faults?: readonly Fault[]; retryAfterSeconds?: number } = {},
): Response {
  const more = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
  const body = { error: publicError(code, faults) }
  return Response.json(body, { status: httpStatusOf(code), headers: { ...headers, ...more } })
}

export function answered(body: object, cookies: readonly string[] = []): Response {
  const response = Response.json(body, { headers })
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
  return response
}
