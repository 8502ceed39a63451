/** Items by the names that they go by, the oldest first. Most names have one item: these cost no set of their own. */
export class NameIndex<T extends object> {
  readonly #items = new Map<string, T | Set<T>>()

  add(name: string, item: T): void {
    const there = this.#items.get(name)
    if (there === undefined) this.#items.set(name, item)
    else if (there instanceof Set) there.add(item)
    else if (there !== item) this.#items.set(name, new Set([there, item]))
  }

  remove(name: string, item: T): void {
    const there = this.#items.get(name)
    if (there === item) this.#items.delete(name)
    if (!(there instanceof Set)) return
    there.delete(item)
    if (there.size === 0) this.#items.delete(name)
  }

  count(name: string): number {
    const there = this.#items.get(name)
    if (there === undefined) return 0
    return there instanceof Set ? there.size : 1
  }

  /** A copy: it stays as it is while items come and go. */
  of(name: string): T[] {
    const there = this.#items.get(name)
    if (there === undefined) return []
    return there instanceof Set ? [...there] : [there]
  }

  names(): IterableIterator<string> {
    return this.#items.keys()
  }
}
