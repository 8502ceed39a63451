import type { Score } from '@touchline/contracts'
import { type DocumentMatch, type MatchResult, resultOf, type SentItem } from '@touchline/formats'

/** What the match must look like once these events are stored, however often and in which order they came. */
export interface Expectation extends MatchResult {
  /** How many ids there are, and so the least number of stored events. */
  readonly events: number
  /** How many there are with each id's revisions, and so the greatest number. */
  readonly versions: number
}

/** The score is the one that the document states, where it states one. */
export function expectationOf(
  items: readonly SentItem[],
  { score, penalties }: Partial<Pick<DocumentMatch, 'score' | 'penalties'>> = {},
): Expectation {
  return {
    events: new Set(items.map(item => item.sourceEventId)).size,
    versions: items.length,
    ...resultOf(items),
    ...(score && { score: bare(score) }),
    ...(penalties && { penalties: bare(penalties) }),
  }
}

const bare = ({ home, away }: Score): Score => ({ home, away })
