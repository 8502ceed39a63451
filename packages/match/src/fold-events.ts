import type { SourceEvent } from '@touchline/contracts'
import { identityOf } from './fact.ts'
import { FactIndex } from './fact-index.ts'
import { emptyMatch, evolve, type FoldedMatch } from './fold.ts'
import { compareVersions, type Version, versionOf } from './revision.ts'

export interface Standing extends Version {
  readonly seq: number
}

/** Folds source events of one match, with their duplicates, revisions and withdrawals, in the order given. */
export function foldEvents(events: Iterable<SourceEvent>, from: FoldedMatch = emptyMatch): FoldedMatch {
  const standing = new Map<string, Standing>()
  const facts = FactIndex.of(from.facts?.all ?? new Map())
  let match: FoldedMatch = { state: from.state, memory: from.memory, facts }
  let seq = 0
  for (const event of events) {
    const { source, provider, fixture } = event
    const identity = identityOf(event)
    const before = standing.get(identity)
    const version = { ...versionOf(event), seq: before?.seq ?? seq + 1 }
    if (!takesPlace(standing, identity, version)) continue
    seq += 1
    const change = { identity, source, provider, fixture, seq: version.seq }
    match = evolve(match, { ...change, before: before?.content, after: version.content })
  }
  return match
}

/** Whether a version takes the place of the one that stands; told again, it raises that one's rank. */
export function takesPlace(standing: Map<string, Standing>, identity: string, version: Standing): boolean {
  const before = standing.get(identity)
  const order = before ? compareVersions(version, before) : 'higher'
  if (order === 'retold') standing.set(identity, { ...version, content: before?.content })
  if (order === 'higher') standing.set(identity, version)
  return order === 'higher'
}
