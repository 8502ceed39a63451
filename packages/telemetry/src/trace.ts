import { randomBytes } from 'node:crypto'

const pattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The caller's W3C `traceparent` with a span of our own in it, or a new sampled trace where it sent none. */
export function continueTrace(traceparent: string | undefined): string {
  const spanId = randomBytes(8).toString('hex')
  if (traceparent !== undefined && pattern.test(traceparent)) {
    return `${traceparent.slice(0, 36)}${spanId}${traceparent.slice(52)}`
  }
  return `00-${randomBytes(16).toString('hex')}-${spanId}-01`
}
