import { setTimeout as delay } from 'node:timers/promises'
import type { MatchId, Score } from '@touchline/contracts'
import { z } from 'zod'
import type { Expectation } from './expectation.ts'

const tally = z.object({ home: z.int(), away: z.int() })
const snapshotSchema = z.object({
  lastSeq: z.int(),
  score: tally,
  yellowCards: tally,
  redCards: tally,
  penalties: tally.optional(),
})
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

const isSame = (a: Score | undefined, b: Score | undefined): boolean =>
  a?.home === b?.home && a?.away === b?.away

/** Of an id's revisions those that came after a higher one are not stored. */
const agrees = (seen: Seen, expected: Expectation): boolean =>
  seen.lastSeq >= expected.events &&
  seen.lastSeq <= expected.versions &&
  (['score', 'yellowCards', 'redCards', 'penalties'] as const).every(each =>
    isSame(seen[each], expected[each]),
  )
