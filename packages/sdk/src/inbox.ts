/** A bounded queue between a socket, which pushes, and one reader, which waits. */
export interface Inbox<T> {
  readonly size: number
  push(item: T): void
  /** The oldest item; waits for one. Undefined once closed and empty; throws what it was closed with. */
  take(): Promise<T | undefined>
  /** With an error, the reader gets it after what is queued. */
  close(error?: Error): void
}

export function createInbox<T>(capacity: number): Inbox<T> {
  let items: T[] = []
  let head = 0
  let end: { readonly error?: Error } | undefined
  let wake: (() => void) | undefined

  const notify = () => {
    wake?.()
    wake = undefined
  }
  const arrival = () =>
    new Promise<void>(resolve => {
      wake = resolve
    })
  const shift = (): T | undefined => {
    const item = items[head]
    head += 1
    if (head === items.length || head > capacity) {
      items = items.slice(head)
      head = 0
    }
    return item
  }
  return {
    get size() {
      return items.length - head
    },
    push(item) {
      if (end) return
      if (items.length - head >= capacity) throw new RangeError(`the inbox holds at most ${capacity}`)
      items.push(item)
      notify()
    },
    async take() {
      while (items.length === head && !end) await arrival()
      if (items.length > head) return shift()
      if (end?.error) throw end.error
      return undefined
    },
    close(error) {
      end ??= error ? { error } : {}
      notify()
    },
  }
}
