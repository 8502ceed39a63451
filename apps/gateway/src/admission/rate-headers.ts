import type { RateVerdict } from './admission.ts'

/**
 * What a response says of its caller's quota, as draft-ietf-httpapi-ratelimit-headers has it; with Retry-After
 * where the request was refused. Seconds throughout.
 */
export function rateHeaders(verdict: RateVerdict): Record<string, string> {
  const { allowed, policy, limit, windowSeconds, remaining, resetSeconds } = verdict
  const headers = {
    'ratelimit-policy': `"${policy}";q=${limit};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=${remaining};t=${resetSeconds}`,
  }
  return allowed ? headers : { ...headers, 'retry-after': String(Math.max(1, resetSeconds)) }
}
