import type { MatchEvent, MatchId, MatchSnapshot, Position } from '@touchline/contracts'
import type { Broadcast, BroadcastSubscription, Notice } from '@touchline/streams'
import { Audience, type AudienceOptions, type Seat } from './audience.ts'
import type { EventStore } from './event-store.ts'
import type { Hall } from './hall.ts'
import { HandedOut } from './handed-out.ts'
import type { HeadReader } from './head-reader.ts'
import { MatchWindow } from './match-window.ts'

const healPageEvents = 512
/** Read when a match is first followed. */
const firstEvents = 256
/** A hole wider than this is not read here: followers read it from the history, each at its own pace. */
const widestHealEvents = 4_096
const maxHeldNotices = 256
const subscribeAgainAfterMs = 2_000

export interface WatchedMatchOptions {
  readonly matchId: MatchId
  readonly ringBytes: number
  readonly store: EventStore
  readonly heads: HeadReader
  readonly broadcast: Broadcast
  readonly events: WatchedMatchEvents
  readonly audience: Omit<AudienceOptions, 'window'>
}

export interface WatchedMatchEvents {
  /** The store was asked for what the broadcast did not bring. */
  healed(): void
  failed(error: unknown): void
  /** The bytes held have changed by so many. */
  grew(bytes: number): void
  /** What the broadcast brings does not agree with what was handed out. */
  doubted(): void
}

/**
 * One match as this process follows it: one broadcast subscription, one window, any number of followers.
 * Phases, serial within the match: watch (subscribe, and read the head meanwhile), then append what notices
 * bring, heal from the store what they don't. A notice lost before the subscription holds shows as a gap.
 */
export class WatchedMatch implements Hall {
  readonly matchId: MatchId
  readonly window: MatchWindow
  /** Those that stand at the head and are written to together. */
  readonly audience: Audience
  readonly handedOut: HandedOut
  readonly #options: WatchedMatchOptions
  readonly #followers = new Set<() => void>()
  #subscription: BroadcastSubscription | undefined
  #subscribeAfterMs = 0
  #healing: Promise<void> | undefined
  #healAgain = false
  #held: Notice[] = []
  #closed = false
  #beginning: Promise<readonly MatchEvent[]> | undefined
  #snapshot: Promise<MatchSnapshot | undefined> | undefined
  #countedBytes = 0
  /** Whether the store has said where the match stands, or that it has no such match. */
  known = false
  /** Set where somebody has reason to think that the store holds another history. */
  isDoubted = false
  /** When the last follower left. */
  idleSinceMs = 0

  constructor(options: WatchedMatchOptions) {
    this.#options = options
    this.matchId = options.matchId
    this.window = new MatchWindow(options.matchId, options.ringBytes)
    this.audience = new Audience({ ...options.audience, window: this.window })
    const { matchId, store } = options
    this.handedOut = new HandedOut({ matchId, window: this.window, store })
  }

  get followers(): number {
    return this.#followers.size + this.audience.size
  }

  follow(wake: () => void): void {
    this.#followers.add(wake)
  }

  unfollow(wake: () => void, nowMs: number): void {
    this.#followers.delete(wake)
    this.idleSinceMs = nowMs
  }

  leaveAudience(seat: Seat, nowMs: number): void {
    this.audience.leave(seat)
    this.idleSinceMs = nowMs
  }

  /** Subscribes unless that is done, under way, or has just failed; asked for again now and then. */
  async subscribe(): Promise<void> {
    if (this.#subscription || this.#closed || Date.now() < this.#subscribeAfterMs) return
    this.#subscribeAfterMs = Number.POSITIVE_INFINITY
    try {
      const subscription = await this.#options.broadcast.subscribe(this.matchId, {
        onNotice: notice => this.#onNotice(notice),
        onInterrupted: () => void this.refresh(),
      })
      if (this.#closed) return await subscription.unsubscribe()
      this.#subscription = subscription
      await this.refresh()
    } catch (error) {
      this.#subscribeAfterMs = Date.now() + subscribeAgainAfterMs
      this.#options.events.failed(error)
    }
  }

  /** Asks the store where the match stands, and heals up to there; false if it could not. */
  async refresh(): Promise<boolean> {
    try {
      const position = await this.#options.heads.read(this.matchId)
      if (!this.known && position) await this.#begin(position)
      await this.catchUp(position)
      return !this.isBehind(position)
    } catch (error) {
      this.#options.events.failed(error)
      return false
    }
  }

  /** Heals up to a position that the store has told; never rejects. */
  async catchUp(position: Position | undefined): Promise<void> {
    this.observe(position)
    if (!position || !this.isBehind(position)) return
    this.#options.events.healed()
    await this.#heal(position)
  }

  /**
   * Takes the store's word on the epoch, unless that is an earlier one, which was lost; the head moves by events alone,
   * unless the match was not known.
   */
  observe(position: Position | undefined): void {
    const { head } = this.window
    this.known = true
    if (!position || head?.epoch === position.epoch) return
    if (head && position.epoch < head.epoch) {
      this.#doubt()
      return
    }
    this.window.restartAt(position)
    this.#advanced()
  }

  /**
   * Begins with the newest events that there are, by one read: those who come from another gateway stand a little
   * behind the head, all at once.
   */
  async #begin(position: Position): Promise<void> {
    const afterSeq = Math.max(0, position.seq - firstEvents)
    const query = { matchId: this.matchId, afterSeq, limit: firstEvents }
    this.#beginning ??= this.#options.store.readEvents(query).finally(() => {
      this.#beginning = undefined
    })
    const events = await this.#beginning
    if (this.known) return
    this.observe(position)
    this.window.prependStored(events.filter(event => event.seq <= position.seq))
    this.#count()
  }

  isBehind(position: Position | undefined): boolean {
    const { head } = this.window
    return position !== undefined && head?.epoch === position.epoch && head.seq < position.seq
  }

  /** The match as of now; who asks while one is being read shares it. */
  snapshot(): Promise<MatchSnapshot | undefined> {
    this.#snapshot ??= this.#options.store.readSnapshot(this.matchId).finally(() => {
      this.#snapshot = undefined
    })
    return this.#snapshot
  }

  shrinkTo(maxBytes: number): void {
    this.window.shrinkTo(maxBytes)
    this.#count()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.shrinkTo(0)
    this.audience.close()
    this.#wake()
    await this.#subscription?.unsubscribe().catch(error => this.#options.events.failed(error))
  }

  #onNotice(notice: Notice): void {
    if (this.#closed) return
    if (!this.#healing) this.#apply(notice)
    else if (this.#held.length < maxHeldNotices) this.#held.push(notice)
    else this.#healAgain = true
  }

  #apply(notice: Notice): void {
    const verdict = this.window.accept(notice)
    if (verdict === 'appended') this.#advanced()
    if (verdict === 'other') this.#doubt()
    if (verdict !== 'heal') return
    // A notice without a body is as it should be; one whose body does not join on tells of a loss.
    if (notice.body !== undefined) this.#options.events.healed()
    void this.#heal({ epoch: notice.epoch, seq: notice.lastSeq })
  }

  #doubt(): void {
    if (this.isDoubted) return
    this.isDoubted = true
    this.#options.events.doubted()
  }

  #advanced(): void {
    this.#count()
    this.#wake()
    this.audience.advanced()
  }

  #count(): void {
    const grown = this.window.bytes - this.#countedBytes
    this.#countedBytes = this.window.bytes
    this.#options.events.grew(grown)
  }

  #wake(): void {
    for (const wake of this.#followers) wake()
  }

  /** One at a time; asked for while one runs, it runs once more. */
  async #heal(target: Position): Promise<void> {
    if (this.#closed) return
    this.#healAgain = true
    this.#healing ??= this.#healAll(target)
    await this.#healing
  }

  async #healAll(target: Position): Promise<void> {
    try {
      if (target.epoch !== this.window.head?.epoch) {
        this.observe(await this.#options.heads.read(this.matchId))
      }
      while (this.#healAgain && !this.#closed) {
        this.#healAgain = false
        await this.#readUp(target.seq)
        this.#applyHeld()
      }
    } catch (error) {
      this.#held = []
      this.#options.events.failed(error)
    } finally {
      // In the same turn as the last look at what was held, so that no notice falls between.
      this.#healing = undefined
    }
  }

  /** What came during the read mostly joins on to it now; what does not asks for another read. */
  #applyHeld(): void {
    const held = this.#held
    this.#held = []
    for (const notice of held) {
      const verdict = this.window.accept(notice)
      if (verdict === 'appended') this.#advanced()
      else if (verdict === 'heal') this.#healAgain = true
      else if (verdict === 'other') this.#doubt()
    }
  }

  async #readUp(knownSeq: number): Promise<void> {
    let page = healPageEvents
    while (page === healPageEvents && !this.#closed) {
      const { head } = this.window
      if (!head) return
      if (knownSeq - head.seq > widestHealEvents) return this.#jump()
      const query = { matchId: this.matchId, afterSeq: head.seq, limit: healPageEvents }
      const events = await this.#options.store.readEvents(query)
      page = events.length
      if (!this.window.appendStored(events)) return this.#jump()
      if (page > 0) this.#advanced()
    }
  }

  async #jump(): Promise<void> {
    const position = await this.#options.heads.read(this.matchId)
    if (!position || this.window.isAt(position)) return
    this.observe(position)
    if (this.window.head?.epoch !== position.epoch || this.window.isAt(position)) return
    this.window.restartAt(position)
    this.#advanced()
  }
}
