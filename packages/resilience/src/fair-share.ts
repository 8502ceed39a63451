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

/** Of one key; its shares in order of entry, the oldest first. */
class Holder {
  amount = 0
  readonly shares = new Set<HeldShare>()
  readonly key: string

  constructor(key: string) {
    this.key = key
  }
}

/** An object without functions of its own: there is one for each connection. */
class HeldShare implements Share {
  amount = 0
  readonly #pool: Pool
  readonly #holder: Holder
  readonly displace: () => void

  constructor(pool: Pool, holder: Holder, displace: () => void) {
    this.#pool = pool
    this.#holder = holder
    this.displace = displace
  }

  add(amount: number): boolean {
    return this.#pool.add(this.#holder, this, amount)
  }

  leave(): void {
    this.#pool.leave(this.#holder, this)
  }
}

class Pool implements FairShare {
  readonly #limits: FairShareLimits
  readonly #holders = new Map<string, Holder>()
  #held = 0

  constructor(limits: FairShareLimits) {
    this.#limits = limits
  }

  enter(key: string, displace: () => void): Share {
    const holder = this.#holders.get(key) ?? new Holder(key)
    this.#holders.set(key, holder)
    const share = new HeldShare(this, holder, displace)
    holder.shares.add(share)
    return share
  }

  held(): number {
    return this.#held
  }

  add(holder: Holder, share: HeldShare, amount: number): boolean {
    if (!holder.shares.has(share)) return false
    if (!this.#roomInKey(holder, share, amount) || !this.#roomInAll(share, amount)) return false
    this.#change(holder, share, amount)
    return true
  }

  leave(holder: Holder, share: HeldShare): void {
    if (!holder.shares.delete(share)) return
    this.#change(holder, share, -share.amount)
    if (holder.shares.size === 0) this.#holders.delete(holder.key)
  }

  #change(holder: Holder, share: HeldShare, amount: number): void {
    share.amount += amount
    holder.amount += amount
    this.#held += amount
  }

  #displaceFrom(holder: Holder, spared: HeldShare): boolean {
    for (const oldest of holder.shares) {
      if (oldest.amount === 0) continue
      if (oldest === spared) return false
      this.leave(holder, oldest)
      oldest.displace()
      return true
    }
    return false
  }

  #heaviest(): Holder | undefined {
    let found: Holder | undefined
    for (const holder of this.#holders.values()) if (!found || holder.amount > found.amount) found = holder
    return found
  }

  #roomInKey(own: Holder, share: HeldShare, amount: number): boolean {
    while (own.amount + amount > this.#limits.maxPerKey) if (!this.#displaceFrom(own, share)) return false
    return true
  }

  #roomInAll(share: HeldShare, amount: number): boolean {
    while (this.#held + amount > this.#limits.max) {
      const from = this.#heaviest()
      if (!from || !this.#displaceFrom(from, share)) return false
    }
    return true
  }
}

export const createFairShare = (limits: FairShareLimits): FairShare => new Pool(limits)
