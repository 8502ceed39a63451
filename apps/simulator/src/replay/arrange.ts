import { createRandom } from '../script/random.ts'
import type { ReplayEvent } from './due.ts'

export interface Arrangement {
  /** How often each event is sent. */
  readonly times: number
  /** Undefined: one round after the other, in order. */
  readonly shuffleSeed: string | undefined
}

/** The events as they are sent: several times, and by a seed in any order. Times of sending stay in order. */
export function arrange(
  events: readonly ReplayEvent[],
  { times, shuffleSeed }: Arrangement,
): readonly ReplayEvent[] {
  const all = Array.from({ length: times }, () => events).flat()
  if (shuffleSeed === undefined) return all
  const shuffled = shuffle(all, shuffleSeed)
  const dueSeconds = all.map(event => event.dueSeconds).sort((a, b) => a - b)
  return shuffled.map(({ item }, index) => ({ item, dueSeconds: dueSeconds[index] ?? 0 }))
}

/** Fisher–Yates. */
function shuffle<T>(items: readonly T[], seed: string): T[] {
  const random = createRandom(seed)
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last)
    const [a, b] = [shuffled[last], shuffled[other]]
    if (a === undefined || b === undefined) break
    shuffled[last] = b
    shuffled[other] = a
  }
  return shuffled
}
