/** One taker of a share. */
export interface Share {
  /** Takes more; false if there is no room for it even so. What was taken before stays taken. */
  add(amount: number): boolean
  /** Gives all of it back, once. */
  leave(): void
}

/**
 * A bounded amount that nobody may reserve: who comes last gets room, and the longest-standing share of the key that
 * holds most is displaced for it. So whoever holds much, or holds it long, can't keep others out.
 */
export interface FairShare {
  enter(key: string, displace: () => void): Share
  held(): number
}

export interface FairShareLimits {
  readonly max: number
  readonly maxPerKey: number
}

interface Holding {
  amount: number
  readonly displace: () => void
}

/** In order of entry, the oldest first. */
interface Holder {
  amount: number
  readonly holdings: Set<Holding>
}

export function createFairShare({ max, maxPerKey }: FairShareLimits): FairShare {
  const holders = new Map<string, Holder>()
  let held = 0

  const change = (holder: Holder, holding: Holding, amount: number) => {
    holding.amount += amount
    holder.amount += amount
    held += amount
  }
  const leave = (key: string, holder: Holder, holding: Holding) => {
    if (!holder.holdings.delete(holding)) return
    change(holder, holding, -holding.amount)
    if (holder.holdings.size === 0) holders.delete(key)
  }
  const displaceFrom = ([key, holder]: [string, Holder], spared: Holding): boolean => {
    for (const oldest of holder.holdings) {
      if (oldest.amount === 0) continue
      if (oldest === spared) return false
      leave(key, holder, oldest)
      oldest.displace()
      return true
    }
    return false
  }
  const heaviest = (): [string, Holder] | undefined => {
    let found: [string, Holder] | undefined
    for (const entry of holders) if (!found || entry[1].amount > found[1].amount) found = entry
    return found
  }
  const roomInKey = (own: [string, Holder], holding: Holding, amount: number): boolean => {
    while (own[1].amount + amount > maxPerKey) if (!displaceFrom(own, holding)) return false
    return true
  }
  const roomInAll = (holding: Holding, amount: number): boolean => {
    while (held + amount > max) {
      const from = heaviest()
      if (!from || !displaceFrom(from, holding)) return false
    }
    return true
  }
  return {
    enter(key, displace) {
      const holder = holders.get(key) ?? { amount: 0, holdings: new Set() }
      holders.set(key, holder)
      const holding = { amount: 0, displace }
      holder.holdings.add(holding)
      return {
        add(amount) {
          if (!holder.holdings.has(holding)) return false
          if (!roomInKey([key, holder], holding, amount) || !roomInAll(holding, amount)) return false
          change(holder, holding, amount)
          return true
        },
        leave: () => leave(key, holder, holding),
      }
    },
    held: () => held,
  }
}
