import type { Lane, MatchEvent, MatchId, Position } from '@touchline/contracts'
import type { EventStore } from './event-store.ts'
import { textOf } from './event-text.ts'

const pageEvents = 128
const nothing: HistoryRead = { events: [], gone: false }
const concurrentReads = 4

interface Page {
  readonly events: readonly MatchEvent[]
  readonly bytes: number
}

/** Events after a position, in order. `gone`: the store holds later ones, and not the next. */
export interface HistoryRead {
  readonly events: readonly MatchEvent[]
  readonly gone: boolean
}

/**
 * Stored events for followers that are behind the ring. Pages are aligned, so that many who catch up at once
 * share them: one read of a page at a time, four reads at once, pages kept up to `maxBytes`, oldest out. What a kept page
 * does not hold yet is read anew.
 */
export class History {
  readonly #store: EventStore
  readonly #maxBytes: number
  readonly #kept = new Map<string, Page>()
  readonly #reads = new Map<string, Promise<readonly MatchEvent[]>>()
  readonly #queue: (() => void)[] = []
  #running = 0
  #bytes = 0

  constructor(store: EventStore, maxBytes: number) {
    this.#store = store
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Some events after a position; none if the store has none there, or has another epoch now. */
  async read(matchId: MatchId, after: Position): Promise<HistoryRead> {
    const firstSeq = Math.floor(after.seq / pageEvents) * pageEvents
    const key = `${matchId}/${after.epoch}/${firstSeq}`
    const page = this.#kept.get(key)
    if (page && page.events.length > after.seq - firstSeq) {
      this.#touch(key, page)
      return { events: page.events.slice(after.seq - firstSeq), gone: false }
    }
    return following(await this.#readPage(key, matchId, { epoch: after.epoch, seq: firstSeq }), after)
  }

  /** Events of some lanes after a position; `complete` if the store has no more of them. */
  async readLanes(matchId: MatchId, after: Position, lanes: readonly Lane[]) {
    const query = { matchId, afterSeq: after.seq, limit: pageEvents, lanes }
    const events = await this.#once(`${matchId}/${after.epoch}/${after.seq}/${lanes.join()}`, () =>
      this.#store.readEvents(query),
    )
    const inEpoch = events.every(event => event.epoch === after.epoch)
    return { events: inEpoch ? events : [], complete: inEpoch && events.length < pageEvents }
  }

  #readPage(key: string, matchId: MatchId, { epoch, seq }: Position): Promise<readonly MatchEvent[]> {
    return this.#once(key, async () => {
      const events = await this.#store.readEvents({ matchId, afterSeq: seq, limit: pageEvents })
      const asExpected = events.every(
        (event, index) => event.epoch === epoch && event.seq === seq + 1 + index,
      )
      if (asExpected && events.length > 0) this.#keep(key, events)
      return events
    })
  }

  #keep(key: string, events: readonly MatchEvent[]): void {
    const bytes = events.reduce((sum, event) => sum + textOf(event).length, 0)
    this.#bytes += bytes - (this.#kept.get(key)?.bytes ?? 0)
    this.#kept.delete(key)
    this.#kept.set(key, { events, bytes })
    for (const [oldest, page] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break
      this.#kept.delete(oldest)
      this.#bytes -= page.bytes
    }
  }

  #touch(key: string, page: Page): void {
    if (this.#kept.delete(key)) this.#kept.set(key, page)
  }

  #once(key: string, read: () => Promise<readonly MatchEvent[]>): Promise<readonly MatchEvent[]> {
    const underWay = this.#reads.get(key)
    if (underWay) return underWay
    const started = this.#inTurn(read).finally(() => this.#reads.delete(key))
    this.#reads.set(key, started)
    return started
  }

  async #inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.#running >= concurrentReads) await new Promise<void>(resolve => this.#queue.push(resolve))
    else this.#running++
    try {
      return await read()
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#running--
    }
  }
}

/** What joins on to a position, of a page that may begin before it and may have holes. */
function following(events: readonly MatchEvent[], after: Position): HistoryRead {
  const rest = events.filter(event => event.seq > after.seq)
  if (rest.some(event => event.epoch !== after.epoch) || rest.length === 0) return nothing
  const holeAt = rest.findIndex((event, index) => event.seq !== after.seq + 1 + index)
  if (holeAt === 0) return { events: [], gone: true }
  return { events: holeAt < 0 ? rest : rest.slice(0, holeAt), gone: false }
}
