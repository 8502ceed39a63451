import { keptAnswer } from '@touchline/contracts/answers'
import { readEnv } from '../../env.ts'

const timeoutMs = 2_000
const answerKeptMs = 1_000

/** Whether the gateway answers at all; bounded to 2 s, and asked at most once a second, however many want to know. */
export const gatewayReachable = reachableAt(() => readEnv().gatewayInternalUrl)

export function reachableAt(urlOf: () => string, nowMs?: () => number): () => Promise<boolean> {
  return keptAnswer(() => isReachable(urlOf()), answerKeptMs, nowMs)
}

async function isReachable(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health/live', url), {
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
