import type { MatchEvent, Position } from '@touchline/contracts'
import type { Encoded, Seat, Variant } from '../hub/audience.ts'

/** Bytes that tell which events they are. */
export const testVariant = (
  key: string,
  wants: (event: MatchEvent) => boolean = () => true,
): Variant & { encodings: number } => {
  const variant = {
    key,
    encodings: 0,
    encode: (events: readonly MatchEvent[]): Encoded | undefined => {
      variant.encodings++
      const seqs = events.filter(wants).map(event => event.seq)
      return seqs.length === 0 ? undefined : { bytes: Buffer.from(seqs.join()), frames: seqs.length }
    },
  }
  return variant
}

export interface TestSeat extends Seat {
  position: Position
  readonly seqs: number[]
  readonly writes: number
  readonly dismissals: boolean[]
  full: boolean
  onWrite: () => void
}

export function testSeat(variant: Variant, position: Position): TestSeat {
  const seat = {
    variant,
    position,
    seqs: [] as number[],
    writes: 0,
    dismissals: [] as boolean[],
    full: false,
    onWrite: () => {},
    write: (encoded: Encoded | undefined, upTo: number) => {
      if (encoded && seat.full) return false
      if (encoded) {
        seat.seqs.push(...String(encoded.bytes).split(',').map(Number))
        seat.writes++
      }
      seat.position = { epoch: seat.position.epoch, seq: upTo }
      seat.onWrite()
      return true
    },
    dismissed: (slow: boolean) => void seat.dismissals.push(slow),
  }
  return seat
}
