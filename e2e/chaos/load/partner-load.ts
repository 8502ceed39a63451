import { createRandom } from '../random.ts'
import type { EventScript, Item } from './event-script.ts'
import type { Partner } from './partner.ts'

/** What a fault may ask for beside the steady load. */
export interface Bursts {
  duplicates(): void
  reordered(): void
  damaged(): void
}

export interface PartnerLoadSettings {
  readonly seed: number
  readonly matches: readonly string[]
  readonly batch: number
  readonly malformedShare: number
  readonly duplicateShare: number
}

export interface PartnerLoad {
  /** Makes and sends one batch, some of its kind damaged, some older ones again. */
  tick(dueMs: number): void
  readonly bursts: Omit<Bursts, 'damaged'>
  figures(): { readonly offered: number; readonly heldBack: number }
}

const rememberedBatches = 200
const burstBatches = 50
const late = 0.03

export function createPartnerLoad(
  settings: PartnerLoadSettings,
  script: EventScript,
  partner: Partner,
): PartnerLoad {
  const { matches, batch, malformedShare, duplicateShare } = settings
  const random = createRandom(settings.seed + 1)
  const sent: (readonly Item[])[] = []
  const heldLate: (readonly Item[])[] = []
  const figures = { offered: 0, heldBack: 0 }

  const make = (dueMs: number): Item[] => {
    const matchId = random.pick(matches)
    const items: Item[] = []
    for (let index = 0; index < batch; index += 1) {
      items.push(script.broadcast(matchId, dueMs))
      if (random.chance(malformedShare)) items.push(script.malformed(matchId))
    }
    return items
  }
  const remember = (items: readonly Item[]) => {
    figures.offered += items.length
    sent.push(items)
    if (sent.length > rememberedBatches) sent.shift()
    return items
  }
  const sendAgain = (items: readonly Item[]) => partner.send(() => items)
  const sendLate = () => {
    const [first] = heldLate
    if (first && (heldLate.length > 5 || random.chance(0.2))) sendAgain(heldLate.shift() ?? first)
  }
  return {
    tick(dueMs) {
      if (partner.full()) {
        figures.heldBack += batch
        return
      }
      if (random.chance(late)) heldLate.push(make(dueMs))
      else partner.send(sentMs => remember(make(sentMs)))
      if (sent.length > 0 && random.chance(duplicateShare)) sendAgain(random.pick(sent))
      sendLate()
    },
    bursts: {
      duplicates() {
        for (let count = 0; count < burstBatches && sent.length > 0; count += 1) sendAgain(random.pick(sent))
      },
      reordered() {
        const atMs = Date.now()
        const made = Array.from({ length: 10 }, (_, index) => make(atMs - (10 - index) * 100).reverse())
        for (const items of made.reverse()) partner.send(() => remember(items))
      },
    },
    figures: () => ({ ...figures }),
  }
}
