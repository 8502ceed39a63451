import type { FeedSlice, JoinedFeed } from '@touchline/api'
import { refusal } from '@touchline/api'
import type { Lane, MatchId, Position } from '@touchline/contracts'

/** What the waiting room holds at most. */
export interface WaitingLimits {
  /** Matches that nobody knows of and one caller waits for. */
  readonly perCaller: number
  /** Such waits of all callers together, each of one caller for one match. */
  readonly inAll: number
}

export interface WaitingRoomOptions {
  readonly limits: WaitingLimits
  /** Which of these matches the store knows by now. */
  findKnown(matchIds: readonly MatchId[]): Promise<ReadonlySet<string>>
  /** Follows a match that the store knows; undefined where this process can watch no more. */
  follow(matchId: MatchId, signal: AbortSignal): Promise<JoinedFeed | undefined>
}

/** One caller's wait for one match, and its feeds. */
type Wait = Set<AwaitedFeed>

/**
 * Where feeds wait for matches that the store does not know. A wait costs its feeds and a name: nothing is subscribed to,
 * and one query asks for all matches together. Where it is full, the newest wait of whoever has most makes room.
 */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions
  readonly #callers = new Map<string, Map<MatchId, Wait>>()
  #waits = 0

  constructor(options: WaitingRoomOptions) {
    this.#options = options
  }

  get waits(): number {
    return this.#waits
  }

  /** A feed that begins when the match does; undefined if the caller has as many waits as it may. */
  enter(matchId: MatchId, caller: string, signal: AbortSignal): AwaitedFeed | undefined {
    const waits = this.#callers.get(caller)
    const known = waits?.get(matchId)
    if (!known && !this.#hasRoom(waits?.size ?? 0)) return undefined
    const feed: AwaitedFeed = new AwaitedFeed(matchId, signal, () => this.#leave(matchId, caller, feed))
    // Who has left already would never leave again.
    if (signal.aborted) return feed
    if (known) known.add(feed)
    else this.#add(matchId, caller, feed)
    return feed
  }

  /** Asks for all of them at once, and lets those begin that are known. */
  async look(): Promise<void> {
    const awaited = new Set([...this.#callers.values()].flatMap(waits => [...waits.keys()]))
    if (awaited.size === 0) return
    const known = await this.#options.findKnown([...awaited])
    for (const waits of [...this.#callers.values()]) {
      for (const [matchId, feeds] of [...waits]) if (known.has(matchId)) this.#begin(matchId, feeds)
    }
  }

  close(): void {
    for (const waits of [...this.#callers.values()])
      for (const feeds of [...waits.values()]) for (const feed of [...feeds]) feed.leave()
  }

  #begin(matchId: MatchId, feeds: Wait): void {
    for (const feed of [...feeds]) {
      feed.leaveRoom()
      feed.begin(this.#options.follow(matchId, feed.signal))
    }
  }

  #hasRoom(own: number): boolean {
    const { perCaller, inAll } = this.#options.limits
    if (own >= perCaller) return false
    if (this.#waits < inAll) return true
    let most: Map<MatchId, Wait> | undefined
    for (const waits of this.#callers.values()) if (waits.size > (most?.size ?? 0)) most = waits
    // Whoever would have the most by coming in is the one to stay outside.
    if (!most || most.size <= own + 1) return false
    const newest = [...most.values()].at(-1)
    for (const feed of [...(newest ?? [])]) feed.turnAway()
    return true
  }

  #add(matchId: MatchId, caller: string, feed: AwaitedFeed): void {
    const waits = this.#callers.get(caller) ?? new Map<MatchId, Wait>()
    this.#callers.set(caller, waits.set(matchId, new Set([feed])))
    this.#waits++
  }

  #leave(matchId: MatchId, caller: string, feed: AwaitedFeed): void {
    const waits = this.#callers.get(caller)
    const feeds = waits?.get(matchId)
    if (!feeds?.delete(feed) || feeds.size > 0) return
    waits?.delete(matchId)
    this.#waits--
    if (waits?.size === 0) this.#callers.delete(caller)
  }
}

/** A feed of a match that is not known yet; once it is, the match's own. */
export class AwaitedFeed implements JoinedFeed {
  readonly matchId: MatchId
  readonly signal: AbortSignal
  readonly leaveRoom: () => void
  #feed: JoinedFeed | undefined
  #refused = false
  #hasLeft = false
  #wake: (() => void) | undefined
  readonly #onAbort = () => this.leave()

  constructor(matchId: MatchId, signal: AbortSignal, leaveRoom: () => void) {
    this.matchId = matchId
    this.signal = signal
    this.leaveRoom = leaveRoom
    signal.addEventListener('abort', this.#onAbort, { once: true })
    if (signal.aborted) this.#hasLeft = true
  }

  /** The match's own feed, once there is one. */
  get begun(): JoinedFeed | undefined {
    return this.#feed
  }

  begin(following: Promise<JoinedFeed | undefined>): void {
    following.then(
      feed => {
        if (!feed) this.turnAway()
        else if (this.#hasLeft) feed.leave()
        else this.#feed = feed
        this.#wakeUp()
      },
      () => this.turnAway(),
    )
  }

  turnAway(): void {
    this.#refused = true
    this.leaveRoom()
    this.#wakeUp()
  }

  head(): Position | undefined {
    return this.#feed?.head()
  }

  async refresh(): Promise<void> {
    await this.#feed?.refresh()
  }

  async read(after: Position, lanes?: readonly Lane[]): Promise<FeedSlice> {
    return (await this.#feed?.read(after, lanes)) ?? { events: [], next: after }
  }

  async changed(seen: Position | undefined): Promise<void> {
    if (!this.#feed && !this.#refused && !this.#hasLeft) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    if (this.#refused) throw refusal('rate-limited')
    await this.#feed?.changed(seen)
  }

  leave(): void {
    if (this.#hasLeft) return
    this.#hasLeft = true
    this.signal.removeEventListener('abort', this.#onAbort)
    this.leaveRoom()
    this.#feed?.leave()
    this.#wakeUp()
  }

  #wakeUp(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
