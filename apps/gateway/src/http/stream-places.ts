import type { Release } from '@touchline/api'

/**
 * Places for event streams. When all are taken, the oldest stream of the network that has most gives way to one of a
 * network that has fewer, so that nobody can hold them all.
 */
export class StreamPlaces {
  readonly #max: number
  /** By network, the oldest first. */
  readonly #streams = new Map<string, Set<() => void>>()
  #taken = 0

  constructor(max: number) {
    this.#max = max
  }

  /** Undefined if all are taken and no network has more than this one would. */
  take(network: string, displace: () => void): Release | undefined {
    if (this.#taken >= this.#max && !this.#makeRoom(network)) return undefined
    const own = this.#streams.get(network) ?? new Set()
    this.#streams.set(network, own)
    // One of its own: what is passed may be the same for several streams.
    const stream = () => displace()
    own.add(stream)
    this.#taken++
    return () => this.#leave(network, stream)
  }

  #makeRoom(network: string): boolean {
    const own = this.#streams.get(network)?.size ?? 0
    let fullest: [string, Set<() => void>] | undefined
    for (const entry of this.#streams) if (entry[1].size > (fullest?.[1].size ?? own + 1)) fullest = entry
    const [oldest] = fullest?.[1] ?? []
    if (!fullest || !oldest) return false
    this.#leave(fullest[0], oldest)
    oldest()
    return true
  }

  #leave(network: string, stream: () => void): void {
    const streams = this.#streams.get(network)
    if (!streams?.delete(stream)) return
    this.#taken--
    if (streams.size === 0) this.#streams.delete(network)
  }
}
