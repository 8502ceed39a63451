import { type MatchEvent, type Side, windowSizesSeconds } from '@touchline/contracts'
import {
  readFacts,
  readMemories,
  setWindowShots,
  type Transaction,
  type WindowKey,
  type WindowShots,
} from '@touchline/db'
import { allAttemptsCount, factsOf, isCurrentMemory, isFactType, shotsCounted } from '@touchline/match'
import { latencyBuckets } from './latency-bucket.ts'

/** What was folded of a match: its newest events up to `lastSeq`. */
export interface FoldedEvents {
  readonly matchId: string
  readonly lastSeq: number
  readonly events: readonly MatchEvent[]
}

/**
 * Shots follow from all facts of a match, by the rule of its state (packages/match): whose facts count, and what is a
 * kick of the shoot-out, may change with any of them. Where the only provider reports one more, it is added; else the
 * shots of the match's windows are counted anew, as of the events that were folded. Tells which windows changed.
 */
export async function recountShots(
  tx: Transaction,
  folded: readonly FoldedEvents[],
): Promise<ReadonlyMap<string, readonly WindowKey[]>> {
  const factual = folded.flatMap(one => {
    const facts = one.events.filter(isFactual)
    return facts.length === 0 ? [] : [{ ...one, facts }]
  })
  const ids = factual.map(({ matchId }) => matchId)
  const memories = await readMemories(tx, ids)
  const changed = new Map<string, readonly WindowKey[]>()
  for (const { matchId, lastSeq, facts } of factual) {
    if (isPlain(memories.get(matchId)) && facts.every(addsItself)) continue
    const counted = shotsCounted(factsOf(await readFacts(tx, [matchId], lastSeq)))
    const shots = windowsOf(matchId, counted)
    changed.set(matchId, await setWindowShots(tx, matchId, { shots, latencyBuckets }))
  }
  return changed
}

/** Whether an event, or what it revises, is a fact. */
function isFactual({ source, type, payload }: MatchEvent): boolean {
  if (source !== 'broadcast') return false
  if (type !== 'event-revised' && type !== 'event-withdrawn') return isFactType(type)
  const { previous, event } = payload as { readonly previous?: Typed | null; readonly event?: Typed }
  return [previous, event].some(content => content && isFactType(content.type))
}
type Typed = { readonly type: string }

const isPlain = (memory: unknown): boolean => isCurrentMemory(memory) && allAttemptsCount(memory.facts)

/** Whether an event changes nothing of what others count. */
const addsItself = ({ type, isBackup, clock }: MatchEvent): boolean =>
  !isBackup &&
  clock.period !== 5 &&
  type !== 'event-revised' &&
  type !== 'event-withdrawn' &&
  type !== 'primary-provider-changed'

interface Shot {
  readonly team: Side
  readonly occurredAtMs: number
}

/** By window: of each size, for `all` and for `broadcast`, whose alone they are. */
function windowsOf(matchId: string, shots: readonly Shot[]): WindowShots[] {
  const keys = windowSizesSeconds.flatMap(sizeSeconds =>
    ['all', 'broadcast'].map(source => ({ matchId, sizeSeconds, source })),
  )
  return keys.flatMap(key => {
    const sizeMs = key.sizeSeconds * 1_000
    const byStart = Map.groupBy(shots, ({ occurredAtMs }) => Math.floor(occurredAtMs / sizeMs) * sizeMs)
    return [...byStart].map(([startsAtMs, its]) => ({
      ...{ ...key, startsAtMs },
      shotsHome: its.filter(({ team }) => team === 'home').length,
      shotsAway: its.filter(({ team }) => team === 'away').length,
    }))
  })
}
