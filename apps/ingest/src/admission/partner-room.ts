/** Bytes of authentic requests that are being judged and appended, of all partners together. */
export interface PartnerRoom {
  /** Undefined if they don't fit; else gives them back, once, when called. */
  take(partner: string, bytes: number): (() => void) | undefined
}

/** Half of it is divided between the partners, each its own whatever the others do; the other half goes as asked for. */
export function createPartnerRoom(maxBytes: number, partners: number): PartnerRoom {
  const sharedBytes = maxBytes / 2
  const ownBytes = (maxBytes - sharedBytes) / Math.max(1, partners)
  const held = new Map<string, number>()
  let sharedHeld = 0

  const set = (partner: string, bytes: number) => {
    sharedHeld += beyondOwn(bytes) - beyondOwn(held.get(partner) ?? 0)
    if (bytes === 0) held.delete(partner)
    else held.set(partner, bytes)
  }
  const beyondOwn = (bytes: number) => Math.max(0, bytes - ownBytes)
  return {
    take(partner, bytes) {
      const before = held.get(partner) ?? 0
      const more = beyondOwn(before + bytes) - beyondOwn(before)
      if (more > 0 && sharedHeld + more > sharedBytes) return undefined
      set(partner, before + bytes)
      let given = false
      return () => {
        if (!given) set(partner, (held.get(partner) ?? 0) - bytes)
        given = true
      }
    },
  }
}
