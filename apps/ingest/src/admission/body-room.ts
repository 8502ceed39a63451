import { createFairShare, type Share } from '@touchline/resilience'
import type { KnownSenders } from './known-senders.ts'
import { createPartnerRoom } from './partner-room.ts'

export interface Sender {
  /** The partner that it says it is. */
  readonly partner: string
  readonly address: string
}

/** The room that one request's body takes. */
export interface BodyShare {
  /** Counts bytes as they come; false if there is no room for them. */
  add(bytes: number): boolean
  /**
   * The body is complete and its partner's: it is not displaced any more, and the sender is known from now on. False
   * if the partner has too much under way.
   */
  settle(moreBytes: number): boolean
  /** Gives everything back. */
  close(): void
}

/** Room for request bodies. Nothing is taken before bytes have come, and strangers take nothing from known senders. */
export interface BodyRoom {
  /** `displace`: called if the body has to make room for others before it is complete. */
  open(sender: Sender, displace: () => void): BodyShare
}

export interface BodyRoomLimits {
  readonly strangerBytes: number
  readonly strangerBytesPerAddress: number
  readonly arrivingBytes: number
  readonly arrivingBytesPerPartner: number
  readonly inFlightBytes: number
}

export function createBodyRoom(limits: BodyRoomLimits, known: KnownSenders, partners: number): BodyRoom {
  const { strangerBytes, strangerBytesPerAddress, arrivingBytes, arrivingBytesPerPartner } = limits
  const strangers = createFairShare({ max: strangerBytes, maxPerKey: strangerBytesPerAddress })
  const arriving = createFairShare({ max: arrivingBytes, maxPerKey: arrivingBytesPerPartner })
  const settled = createPartnerRoom(limits.inFlightBytes, partners)

  const enter = ({ partner, address }: Sender, displace: () => void): Share =>
    known.knows(partner, address) ? arriving.enter(partner, displace) : strangers.enter(address, displace)

  return {
    open(sender, displace) {
      const share = enter(sender, displace)
      let bytes = 0
      let giveBack: (() => void) | undefined
      return {
        add(more) {
          bytes += more
          return share.add(more)
        },
        settle(more) {
          share.leave()
          known.remember(sender.partner, sender.address)
          giveBack = settled.take(sender.partner, bytes + more)
          return giveBack !== undefined
        },
        close() {
          share.leave()
          giveBack?.()
        },
      }
    },
  }
}
