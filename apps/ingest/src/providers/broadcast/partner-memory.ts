import { createHash } from 'node:crypto'

/** What is remembered of partners' messages for a while, by short keys. Bounded: the oldest is forgotten first. */
export interface PartnerMemory<T> {
  get(partner: string, key: string): T | undefined
  /** As the newest. */
  set(partner: string, key: string, value: T): void
}

export interface MemoryBounds {
  readonly entries: number
  readonly entriesPerPartner: number
}

/** Where all partners together have too many, whoever has most gives up one. */
export function createPartnerMemory<T>({ entries, entriesPerPartner }: MemoryBounds): PartnerMemory<T> {
  const partners = new Map<string, Map<string, T>>()
  let size = 0
  const forgetOldestOf = (known: Map<string, T>) => {
    const [oldest] = known.keys()
    if (oldest !== undefined && known.delete(oldest)) size -= 1
  }
  const largest = () => [...partners.values()].reduce((a, b) => (b.size > a.size ? b : a))
  return {
    get: (partner, key) => partners.get(partner)?.get(key),
    set(partner, key, value) {
      const known = partners.get(partner) ?? new Map<string, T>()
      partners.set(partner, known)
      if (known.delete(key)) size -= 1
      known.set(key, value)
      size += 1
      if (known.size > entriesPerPartner) forgetOldestOf(known)
      else if (size > entries) forgetOldestOf(largest())
    },
  }
}

/** 128 bits of a SHA-256 as 22 characters: a key of one size, whatever it stands for. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('base64').slice(0, 22)
}
