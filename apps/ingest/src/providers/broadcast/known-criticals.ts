import type { Outcome } from '../../outcome.ts'
import { claimsCritical, matchOf } from '../../rate/charge.ts'
import { createPartnerMemory, digestOf, type MemoryBounds } from './partner-memory.ts'

/** The critical events that were accepted lately, as a supplier sends its whole document again and again. */
export interface KnownCriticals {
  /** Whether the partner's last event under its id was the very same, revision and all. */
  isRepeat(partner: string, item: unknown): boolean
  remember(partner: string, items: readonly unknown[], outcomes: readonly Outcome[]): void
}

export function createKnownCriticals(bounds: MemoryBounds): KnownCriticals {
  const known = createPartnerMemory<string>(bounds)
  return {
    isRepeat: (partner, item) => known.get(partner, keyOf(item)) === digestOf(JSON.stringify(item)),
    remember(partner, items, outcomes) {
      items.forEach((item, index) => {
        if (outcomes[index]?.status !== 'accepted' || !claimsCritical(item)) return
        known.set(partner, keyOf(item), digestOf(JSON.stringify(item)))
      })
    },
  }
}

/** One without an id is told from others by all that it says. */
function keyOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'sourceEventId' in item ? item.sourceEventId : item
  return digestOf(matchOf(item), JSON.stringify(id) ?? '')
}
