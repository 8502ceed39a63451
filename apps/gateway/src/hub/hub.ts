import {
  DelayedFeed,
  failed,
  type JoinedFeed,
  type MatchFeedSource,
  type Outcome,
  succeeded,
} from '@touchline/api'
import type { MatchEvent, MatchId, Position } from '@touchline/contracts'
import type { Broadcast } from '@touchline/streams'
import type { GatewayLimits } from '../limits.ts'
import { DelayLine } from './delay-line.ts'
import type { EventStore } from './event-store.ts'
import { FanOutLoad } from './fan-out-load.ts'
import type { Hall } from './hall.ts'
import { HeadReader } from './head-reader.ts'
import { History } from './history.ts'
import { LostHistory } from './lost-history.ts'
import { settles } from './settles.ts'
import { AwaitedFeed, WaitingRoom } from './waiting-room.ts'
import { WatchedFeed } from './watched-feed.ts'
import { WatchedMatch } from './watched-match.ts'

/** What the store does not hold yet may come for a while longer than a notice may be late. */
const graceTimes = 3
/** How long to wait before a store that failed is asked again. */
const askAgainMs = 50

/** What a feed that was waited for has become. */
const begunOf = (feed: JoinedFeed): JoinedFeed | undefined =>
  feed instanceof AwaitedFeed ? feed.begun : feed

export interface HubOptions {
  readonly store: EventStore
  readonly broadcast: Broadcast
  readonly limits: GatewayLimits
  onHeal(): void
  /** So many frames have been written together; the oldest event among them, unless it is late by intent. */
  onWritten?(frames: number, oldest?: MatchEvent): void
  onFailure(error: unknown): void
}

/**
 * All matches that somebody here follows. A follower holds a place in its match and nothing else: what it reads
 * stands in the match's ring, or in the store. Twice a second one query compares all heads with the store, so
 * that whatever the broadcast lost is noticed and healed, and matches without followers are let go.
 */
export class Hub implements MatchFeedSource {
  readonly #options: HubOptions
  readonly #heads: HeadReader
  readonly #history: History
  readonly #lost: LostHistory
  readonly #awaited: WaitingRoom
  /** What writing to all audiences costs. */
  readonly load = new FanOutLoad()
  readonly #watched = new Map<MatchId, WatchedMatch>()
  readonly #lines = new Map<string, DelayLine>()
  #ringsBytes = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: HubOptions) {
    this.#options = options
    this.#heads = new HeadReader(options.store)
    this.#history = new History(options.store, options.limits.historyBytes)
    const { store, limits, onFailure } = options
    this.#lost = new LostHistory({ store, onFailure, confirmAfterMs: graceTimes * limits.noticeGraceMs })
    this.#awaited = new WaitingRoom({
      limits: options.limits.awaited,
      findKnown: async ids => new Set((await options.store.readHeads(ids)).keys()),
      follow: async (matchId, signal) => {
        const joined = await this.#follow(matchId, signal)
        return joined.ok ? joined.value : undefined
      },
    })
    this.#scheduleCheck()
  }

  get heldBytes(): { readonly rings: number; readonly history: number; readonly lines: number } {
    const lines = [...this.#lines.values()].reduce((sum, { window }) => sum + window.bytes, 0)
    return { rings: this.#ringsBytes, history: this.#history.bytes, lines }
  }

  /** How long the longest wait is that an event has to be written to all who are to get it. */
  backlogMs(): number {
    const nowMs = performance.now()
    const halls = [...this.#watched.values(), ...this.#lines.values()]
    return halls.reduce((most, { audience }) => Math.max(most, audience.backlogMs(nowMs)), 0)
  }

  get watchedMatches(): number {
    return this.#watched.size
  }

  /** Waits of callers for matches that nobody knows. */
  get awaitedMatches(): number {
    return this.#awaited.waits
  }

  /** Where each watched match stands, for those whose head is known. */
  heads(): (Position & { readonly matchId: MatchId; readonly followers: number })[] {
    return [...this.#watched.values()].flatMap(({ matchId, window, followers }) =>
      window.head ? [{ ...window.head, matchId, followers: followers + this.#behind(matchId) }] : [],
    )
  }

  /** Those who stand in a match's delay lines, each of which counts as one of its followers by itself. */
  #behind(matchId: MatchId): number {
    const lines = [...this.#lines.values()].filter(line => line.matchId === matchId)
    return lines.reduce((sum, { audience }) => sum + audience.size - 1, 0)
  }

  async join(
    matchId: MatchId,
    signal: AbortSignal,
    caller = '',
  ): Promise<Outcome<JoinedFeed, 'unavailable' | 'rate-limited'>> {
    if (!this.#watched.has(matchId)) {
      const isKnown = await this.#isKnown(matchId, signal)
      if (isKnown === undefined || this.#closed) return failed('unavailable')
      if (!isKnown) {
        const awaited = this.#awaited.enter(matchId, caller, signal)
        return awaited ? succeeded(awaited) : failed('rate-limited')
      }
    }
    return this.#follow(matchId, signal)
  }

  async #follow(
    matchId: MatchId,
    signal: AbortSignal,
  ): Promise<Outcome<WatchedFeed, 'unavailable' | 'rate-limited'>> {
    const match = this.#closed ? undefined : this.#watch(matchId)
    if (!match) return failed(this.#closed ? 'unavailable' : 'rate-limited')
    const feed = this.feedOf(match, signal)
    const ready = async () => {
      await this.#lost.recall(matchId)
      await feed.refresh()
    }
    if (!match.known) await settles(ready(), this.#options.limits.firstHeadMs)
    if (match.known) return succeeded(feed)
    feed.leave()
    return failed('unavailable')
  }

  /** Whether the store knows a match; undefined where it does not say so in time. */
  async #isKnown(matchId: MatchId, signal: AbortSignal): Promise<boolean | undefined> {
    const untilMs = performance.now() + this.#options.limits.firstHeadMs
    let isKnown: boolean | undefined
    const ask = async () => {
      isKnown = (await this.#heads.read(matchId)) !== undefined
    }
    while (isKnown === undefined && !signal.aborted && performance.now() < untilMs) {
      await settles(ask().catch(this.#options.onFailure), untilMs - performance.now())
      if (isKnown === undefined) await new Promise(resolve => setTimeout(resolve, askAgainMs))
    }
    return isKnown
  }

  /** One more follower of a match that is watched. */
  feedOf(match: WatchedMatch, signal?: AbortSignal): WatchedFeed {
    const { onFailure } = this.#options
    return new WatchedFeed({ match, history: this.#history, onFailure, ...(signal && { signal }) })
  }

  /** Where those stand who follow like this feed does, which has been given all up to `at`; undefined: nowhere. */
  hallOf(feed: JoinedFeed, at: Position): Hall | undefined {
    const direct = begunOf(feed)
    if (direct instanceof WatchedFeed) return direct.match
    const behind = feed instanceof DelayedFeed ? begunOf(feed.behind) : undefined
    if (!(feed instanceof DelayedFeed) || !(behind instanceof WatchedFeed)) return undefined
    return feed.hasReleased(at) ? this.#lineOf(behind.match, feed.delaySeconds, at) : undefined
  }

  /** A feed like those in this hall, for one who has left it at a position. */
  feedFrom(hall: Hall, at: Position): WatchedFeed | DelayedFeed {
    if (hall instanceof WatchedMatch) return this.feedOf(hall)
    if (!(hall instanceof DelayLine)) throw new Error('a hall of another kind')
    const { signal } = new AbortController()
    const { match, delaySeconds } = hall
    const options = { delaySeconds, signal, nowMs: Date.now, start: at, given: undefined }
    return new DelayedFeed(this.feedOf(match), options)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#awaited.close()
    for (const line of this.#lines.values()) line.close()
    this.#lines.clear()
    const matches = [...this.#watched.values()]
    this.#watched.clear()
    await Promise.all(matches.map(match => match.close()))
  }

  #lineOf(match: WatchedMatch, delaySeconds: number, start: Position): DelayLine | undefined {
    const key = `${match.matchId} ${delaySeconds}`
    const known = this.#lines.get(key)
    if (known && !known.isClosed) return known
    const { limits, onFailure } = this.#options
    if (this.#closed || this.#lines.size >= limits.delayLines) return undefined
    const line = new DelayLine({
      feed: this.feedOf(match),
      delaySeconds,
      start,
      ringBytes: limits.delayLineBytes,
      audience: this.#delayedAudienceOptions(),
      onFailure,
    })
    this.#lines.set(key, line)
    return line
  }

  #audienceOptions() {
    const { limits, onWritten = (_frames: number, _oldest?: MatchEvent) => {} } = this.#options
    const { coalesceMs, batchBytes } = limits
    return { load: this.load, coalesceMs, batchBytes, onWritten }
  }

  #delayedAudienceOptions() {
    const options = this.#audienceOptions()
    return { ...options, onWritten: (frames: number) => options.onWritten(frames) }
  }

  #watch(matchId: MatchId): WatchedMatch | undefined {
    const existing = this.#watched.get(matchId)
    if (existing) return existing
    const { store, broadcast, limits, onHeal, onFailure } = this.#options
    if (this.#watched.size >= limits.watchedMatches) this.#letGo(0)
    if (this.#watched.size >= limits.watchedMatches) return undefined
    const grew = (bytes: number) => this.#grew(bytes)
    const events = { healed: onHeal, failed: onFailure, grew, doubted: () => void this.#compare(match) }
    const match: WatchedMatch = new WatchedMatch({
      matchId,
      ringBytes: limits.ringBytes,
      store,
      heads: this.#heads,
      broadcast,
      events,
      audience: this.#audienceOptions(),
    })
    this.#watched.set(matchId, match)
    void match.subscribe()
    return match
  }

  /** The largest ring gives half of itself until all fit. */
  #grew(bytes: number): void {
    this.#ringsBytes += bytes
    if (this.#ringsBytes <= this.#options.limits.allRingsBytes) return
    let largest: WatchedMatch | undefined
    for (const match of this.#watched.values()) {
      if (!largest || match.window.bytes > largest.window.bytes) largest = match
    }
    largest?.shrinkTo(Math.floor(largest.window.bytes / 2))
  }

  #scheduleCheck(): void {
    this.#timer = setTimeout(() => void this.#check(), this.#options.limits.headCheckMs)
  }

  async #check(): Promise<void> {
    this.#letGo(this.#options.limits.idleMatchMs)
    await Promise.all([...this.#watched.values()].map(match => this.#compare(match)))
    await this.#lost.checkSome()
    await this.#awaited.look().catch(this.#options.onFailure)
    if (!this.#closed) this.#scheduleCheck()
  }

  async #compare(match: WatchedMatch): Promise<void> {
    void match.subscribe()
    try {
      const found = await this.#heads.read(match.matchId)
      const position = (await this.#lost.check(match, found)) ? await this.#heads.read(match.matchId) : found
      match.observe(position)
      if (!match.isBehind(position)) return
      await new Promise(resolve => setTimeout(resolve, this.#options.limits.noticeGraceMs))
      // Not awaited: one match's long way back must not hold up the others' next check.
      void match.catchUp(position)
    } catch (error) {
      this.#options.onFailure(error)
    }
  }

  #letGo(idleMs: number): void {
    const nowMs = Date.now()
    for (const [key, line] of this.#lines) {
      if (!line.isClosed && (line.audience.size > 0 || nowMs - line.idleSinceMs < idleMs)) continue
      line.close()
      this.#lines.delete(key)
    }
    for (const [matchId, match] of this.#watched) {
      if (match.followers > 0 || nowMs - match.idleSinceMs < idleMs) continue
      this.#watched.delete(matchId)
      this.#lost.remember(match)
      void match.close()
    }
  }
}
