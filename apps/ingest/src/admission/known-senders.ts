/** Who sent an authentic request lately, and from where: what they send next is told from what strangers send. */
export interface KnownSenders {
  remember(partner: string, address: string): void
  knows(partner: string, address: string): boolean
  /** Whether any partner sent from there. */
  knowsAddress(address: string): boolean
}

const rememberedMs = 10 * 60_000
const maxAddressesPerPartner = 64

export function createKnownSenders(nowMs: () => number = () => performance.now()): KnownSenders {
  /** When each address was last heard from, by partner; the longest silent first. */
  const seen = new Map<string, Map<string, number>>()
  const isRecent = (atMs: number | undefined) => atMs !== undefined && nowMs() - atMs < rememberedMs
  return {
    remember(partner, address) {
      const addresses = seen.get(partner) ?? new Map<string, number>()
      seen.set(partner, addresses)
      addresses.delete(address)
      addresses.set(address, nowMs())
      const [longestSilent] = addresses.keys()
      if (addresses.size > maxAddressesPerPartner && longestSilent !== undefined)
        addresses.delete(longestSilent)
    },
    knows: (partner, address) => isRecent(seen.get(partner)?.get(address)),
    knowsAddress: address => [...seen.values()].some(addresses => isRecent(addresses.get(address))),
  }
}
