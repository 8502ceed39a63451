/** Tells when things end, to the second, with one timer for all of them. */
export interface ExpiryWheel<T> {
  /** Moves the end of an item; undefined: it has none. */
  set(item: T, atMs: number | undefined): void
  close(): void
}

export interface ExpiryWheelOptions<T> {
  onExpired(item: T): void
  now(): number
  /** Default 1,000. */
  readonly tickMs?: number
}

export function createExpiryWheel<T>({
  onExpired,
  now,
  tickMs = 1_000,
}: ExpiryWheelOptions<T>): ExpiryWheel<T> {
  const slots = new Map<number, Set<T>>()
  const slotOf = new Map<T, number>()
  let turned = Math.floor(now() / tickMs)

  const remove = (item: T) => {
    const slot = slotOf.get(item)
    if (slot === undefined) return
    slotOf.delete(item)
    const items = slots.get(slot)
    items?.delete(item)
    if (items?.size === 0) slots.delete(slot)
  }
  const expire = (slot: number) => {
    for (const item of slots.get(slot) ?? []) {
      remove(item)
      onExpired(item)
    }
  }
  const turn = () => {
    turned = Math.max(turned, Math.floor(now() / tickMs))
    for (const slot of [...slots.keys()].filter(slot => slot <= turned)) expire(slot)
  }
  const timer = setInterval(turn, tickMs)
  timer.unref()
  return {
    set(item, atMs) {
      remove(item)
      if (atMs === undefined) return
      const slot = Math.max(Math.ceil(atMs / tickMs), turned + 1)
      slotOf.set(item, slot)
      const items = slots.get(slot)
      if (items) items.add(item)
      else slots.set(slot, new Set([item]))
    },
    close: () => clearInterval(timer),
  }
}
