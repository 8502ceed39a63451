import type { SourceTopic } from '@touchline/contracts'
import {
  addTopics,
  type MatchNumbers,
  noNumbers,
  sumTopics,
  type TopicNumbers,
  zeroTopics,
} from '../script/known-numbers.ts'
import type { MatchScript } from '../script/match-script.ts'

/** What was sent so far, or in all: the numbers to compare a platform with. */
export interface KnownNumbers {
  readonly seed: string
  /** Oldest first; of a long loop the last hundred. */
  readonly matches: readonly MatchNumbers[]
  /** All matches of this run together, also those no longer listed. */
  readonly totals: Readonly<Record<SourceTopic, TopicNumbers>>
  /** What the door answered the broadcast partner: events, and requests tried again. */
  readonly partner: Readonly<PartnerNumbers>
  /** Appended for a reader that has not come for it yet. */
  readonly unread: Readonly<{ sensor: number; social: number }>
}
export interface PartnerNumbers {
  accepted: number
  refused: number
  retries: number
}

const maxListed = 100

export interface Books {
  readonly partner: PartnerNumbers
  open(script: MatchScript): MatchNumbers
  read(unread: KnownNumbers['unread']): KnownNumbers
}

export function createBooks(seed: string): Books {
  const partner: PartnerNumbers = { accepted: 0, refused: 0, retries: 0 }
  const listed: MatchNumbers[] = []
  const forgotten = zeroTopics()
  return {
    partner,
    open({ matchId, fixture }) {
      const numbers = noNumbers(matchId, fixture)
      listed.push(numbers)
      const oldest = listed.length > maxListed ? listed.shift() : undefined
      if (oldest) addTopics(forgotten, oldest.topics)
      return numbers
    },
    read(unread) {
      const totals = sumTopics(listed)
      addTopics(totals, forgotten)
      return structuredClone({ seed, matches: listed, totals, partner, unread })
    },
  }
}
