/**
 * The newest texts of one source, numbered from 1, for readers that come back. It holds at most `capacity`;
 * what nobody has read yet is never dropped: `append` waits instead. What was read stays as long as there is room.
 */
export interface Backlog {
  /** Resolves to the text's number, once there is room; rejects when aborted, or when nobody reads for long. */
  append(text: string, id: string | undefined, signal: AbortSignal): Promise<number>
  /** What follows `after`, oldest first. A reader that is too far behind gets the oldest that is held. */
  read(after: number, limit: number): { readonly texts: readonly string[]; readonly last: number }
  /** All up to this number has been read. */
  acknowledge(number: number): void
  /** The number of the oldest text held under this id, so that nothing after it can be missed. */
  find(id: string): number | undefined
  unread(): number
  readonly last: () => number
  /** Resolves at the next append or acknowledgement, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void>
}

interface Held {
  readonly text: string
  readonly id: string | undefined
}

export interface BacklogOptions {
  readonly name: string
  readonly capacity: number
  /** How long a full backlog may go unread before `append` rejects; null is for ever. */
  readonly patienceMs: number | null
}

export function createBacklog({ name, capacity, patienceMs }: BacklogOptions): Backlog {
  const held = new Map<number, Held>()
  const numbers = new Map<string, number>()
  let first = 1
  let last = 0
  let acknowledged = 0
  let waiting: (() => void)[] = []

  const notify = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  const changed = (signal: AbortSignal): Promise<void> =>
    new Promise(resolve => {
      if (signal.aborted) return resolve()
      const wake = () => {
        signal.removeEventListener('abort', wake)
        resolve()
      }
      signal.addEventListener('abort', wake, { once: true })
      waiting.push(wake)
    })
  const dropOldest = () => {
    const id = held.get(first)?.id
    if (id !== undefined && numbers.get(id) === first) numbers.delete(id)
    held.delete(first++)
  }
  const isFull = () => held.size >= capacity && first > acknowledged
  const room = async (signal: AbortSignal) => {
    const before = acknowledged
    await changed(patienceMs === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]))
    signal.throwIfAborted()
    if (acknowledged === before && patienceMs !== null)
      throw new Error(`nobody reads ${name}: its ${capacity} places are full, for ${patienceMs / 1_000} s`)
  }
  return {
    async append(text, id, signal) {
      while (isFull()) await room(signal)
      if (held.size >= capacity) dropOldest()
      held.set(++last, { text, id })
      if (id !== undefined && !numbers.has(id)) numbers.set(id, last)
      notify()
      return last
    },
    read(after, limit) {
      const from = Math.max(first, after + 1)
      const to = Math.min(last, from + limit - 1)
      const texts: string[] = []
      for (let number = from; number <= to; number++) texts.push(held.get(number)?.text ?? '')
      return { texts, last: Math.max(after, to) }
    },
    acknowledge(number) {
      if (number <= acknowledged) return
      acknowledged = Math.min(number, last)
      notify()
    },
    find: id => numbers.get(id),
    unread: () => last - acknowledged,
    last: () => last,
    changed,
  }
}
