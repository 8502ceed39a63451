import { createPartnerMemory, digestOf, type MemoryBounds } from './partner-memory.ts'

export interface Message {
  readonly partner: string
  /** Its `webhook-id`. */
  readonly id: string | undefined
  /** Its `webhook-timestamp`, in seconds since 1970. */
  readonly timestamp: string | undefined
  readonly body: Uint8Array
}

/** A message that comes again, under the same id with the same body, is the same message. */
export interface KnownMessages {
  /**
   * When what a message says counts as told: when it came in first, but no later than the second in which it was signed,
   * so that an old one that is not remembered here is not above what was signed later. In milliseconds since 1970.
   */
  toldAtMs(message: Message, receivedMs: number): number
}

/** A timestamp tells whole seconds. */
const secondMs = 1_000

export function createKnownMessages(bounds: MemoryBounds): KnownMessages {
  const known = createPartnerMemory<number>(bounds)
  return {
    toldAtMs({ partner, id = '', timestamp, body }, receivedMs) {
      const key = digestOf(id, body)
      const before = known.get(partner, key)
      if (before !== undefined) return before
      const toldAtMs = Math.min(receivedMs, (Number(timestamp) + 1) * secondMs)
      known.set(partner, key, toldAtMs)
      return toldAtMs
    },
  }
}
