import { noticeableMs } from '../../clock-skew/skew-samples.ts'
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
   * When what a message says counts as told: when it came in first, or when it was signed, give or take two seconds, so
   * that an old message that nobody here remembers is below what was signed after it. In milliseconds since 1970.
   */
  toldAtMs(message: Message, receivedMs: number): number
}

export function createKnownMessages(bounds: MemoryBounds): KnownMessages {
  const known = createPartnerMemory<number>(bounds)
  return {
    toldAtMs({ partner, id = '', timestamp, body }, receivedMs) {
      const key = digestOf(id, body)
      const before = known.get(partner, key)
      if (before !== undefined) return before
      const toldAtMs = Math.min(receivedMs, Number(timestamp) * 1_000 + noticeableMs)
      known.set(partner, key, toldAtMs)
      return toldAtMs
    },
  }
}
