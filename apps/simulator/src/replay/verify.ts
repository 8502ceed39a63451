import { setTimeout as delay } from 'node:timers/promises'
import type { MatchId } from '@touchline/contracts'
import { z } from 'zod'
import type { Expectation } from './replay.ts'

const tally = z.object({ home: z.int(), away: z.int() })
const snapshotSchema = z.object({ lastSeq: z.int(), score: tally, yellowCards: tally, redCards: tally })
export type Seen = z.infer<typeof snapshotSchema>

export type Verdict =
  | { readonly kind: 'agrees' | 'differs'; readonly seen: Seen }
  | { readonly kind: 'unknown'; readonly reason: string }

const pollMs = 250
const requestTimeoutMs = 5_000

/** Asks the gateway until it shows as many events as were sent, for at most `timeoutMs`; then compares. */
export async function verify(
  gatewayUrl: string,
  matchId: MatchId,
  expected: Expectation,
  timeoutMs = 30_000,
): Promise<Verdict> {
  const url = new URL(`/v1/matches/${encodeURIComponent(matchId)}`, gatewayUrl)
  const endsMs = performance.now() + timeoutMs
  let verdict: Verdict = { kind: 'unknown', reason: 'no answer' }
  while (performance.now() < endsMs) {
    verdict = await look(url, expected)
    if (verdict.kind === 'agrees') return verdict
    await delay(pollMs)
  }
  return verdict
}

async function look(url: URL, expected: Expectation): Promise<Verdict> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) })
    if (!response.ok) return { kind: 'unknown', reason: `the gateway answers ${response.status}` }
    const seen = snapshotSchema.parse(await response.json())
    return { kind: agrees(seen, expected) ? 'agrees' : 'differs', seen }
  } catch {
    return { kind: 'unknown', reason: 'the gateway does not answer, or not with a match' }
  }
}

const agrees = (seen: Seen, expected: Expectation): boolean =>
  seen.lastSeq === expected.events &&
  (['score', 'yellowCards', 'redCards'] as const).every(
    each => seen[each].home === expected[each].home && seen[each].away === expected[each].away,
  )
