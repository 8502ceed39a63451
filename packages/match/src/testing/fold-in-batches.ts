import type { SourceEvent } from '@touchline/contracts'
import { type Fact, factOf, identityOf } from '../fact.ts'
import { FactIndex } from '../fact-index.ts'
import { type Change, emptyMatch, evolve, type FoldedMatch, mayNeedFacts } from '../fold.ts'
import { type Standing, takesPlace } from '../fold-events.ts'
import { versionOf } from '../revision.ts'

type Stored = Map<string, Standing>

/**
 * Folds as the processor does: batch by batch, the facts read anew for each from what stands, and only where
 * `mayNeedFacts` says that they may be needed.
 */
export function foldInBatches(events: readonly SourceEvent[], sizes: readonly number[]): FoldedMatch {
  const stored: Stored = new Map()
  let match: FoldedMatch = { ...emptyMatch, facts: undefined }
  let seq = 0
  for (let from = 0, turn = 0; from < events.length; turn += 1) {
    const batch = events.slice(from, from + (sizes[turn % sizes.length] ?? 1))
    from += batch.length
    const changes = batch.map(event => changeOf(event, stored, seq))
    const facts = mayNeedFacts(match, changes) ? FactIndex.of(factsIn(stored)) : undefined
    match = { state: match.state, memory: match.memory, facts }
    for (const event of batch) {
      const change = changeOf(event, stored, seq)
      const version = { ...versionOf(event), seq: change.seq }
      if (!takesPlace(stored, change.identity, version)) continue
      seq += 1
      match = evolve(match, change)
    }
  }
  return match
}

function changeOf(event: SourceEvent, stored: Stored, seq: number): Change {
  const { source, provider, fixture } = event
  const identity = identityOf(event)
  const standing = stored.get(identity)
  const { content: after } = versionOf(event)
  const about = { identity, source, provider, fixture, seq: standing?.seq ?? seq + 1 }
  return { ...about, before: standing?.content, after }
}

function factsIn(stored: Stored): Map<string, Fact> {
  const facts = new Map<string, Fact>()
  for (const [identity, { content }] of stored) {
    const fact = content && factOf(identity, identity.split(' ')[1] ?? '', content)
    if (fact) facts.set(identity, fact)
  }
  return facts
}
