import type { SourceEvent } from '@touchline/contracts'
import { toldClock } from './clock.ts'
import { type Content, identityOf } from './fact.ts'
import { emptyMatch, evolve, type FoldedMatch } from './fold.ts'
import { compareVersions, revisionNumber, type Version } from './revision.ts'

interface Standing extends Version {
  readonly seq: number
}

/** Folds source events of one match, with their duplicates, revisions and withdrawals, in the order given. */
export function foldEvents(events: Iterable<SourceEvent>, from: FoldedMatch = emptyMatch): FoldedMatch {
  const standing = new Map<string, Standing>()
  let match = from
  let seq = 0
  for (const event of events) {
    const { source, provider, fixture } = event
    const identity = identityOf(event)
    const version = { ...contentVersionOf(event), seq: standing.get(identity)?.seq ?? seq + 1 }
    const before = standing.get(identity)
    if (before && compareVersions(version, before) !== 'higher') continue
    seq += 1
    standing.set(identity, version)
    const change = { identity, source, provider, fixture, seq: version.seq }
    match = evolve(match, { ...change, before: before?.content, after: version.content })
  }
  return match
}

/** A source event as one version of what its id names. */
export function contentVersionOf(event: SourceEvent): Version {
  const { type, occurredAt, payload, ingestedAt } = event
  const content: Content = { type, occurredAt, payload, clock: toldClock(event) }
  return {
    revision: revisionNumber(event.revision),
    ingestedAtMs: Date.parse(ingestedAt),
    content: type === 'event-withdrawn' ? undefined : content,
  }
}
