import { DelayedFeed } from '@touchline/api'
import type { MatchId, Position } from '@touchline/contracts'
import { Audience, type AudienceOptions, type Seat } from './audience.ts'
import type { Hall } from './hall.ts'
import { MatchWindow } from './match-window.ts'
import type { WatchedFeed } from './watched-feed.ts'
import type { WatchedMatch } from './watched-match.ts'

export interface DelayLineOptions {
  /** Left when the line closes. */
  readonly feed: WatchedFeed
  readonly delaySeconds: number
  /** What is known to be released. */
  readonly start: Position
  readonly ringBytes: number
  readonly audience: Omit<AudienceOptions, 'window'>
  onFailure(error: unknown): void
}

/**
 * One match as it was some seconds ago, for all who stay that far behind: read once, released by one timer, written to
 * its audience together. It closes by itself where history was lost; its seats then go on by themselves.
 */
export class DelayLine implements Hall {
  readonly matchId: MatchId
  readonly match: WatchedMatch
  readonly delaySeconds: number
  readonly window: MatchWindow
  readonly audience: Audience
  readonly #feed: DelayedFeed
  readonly #leaving = new AbortController()
  readonly #onFailure: (error: unknown) => void
  readonly #waiting = new Set<() => void>()
  idleSinceMs = Date.now()

  constructor({ feed, delaySeconds, start, ringBytes, audience, onFailure }: DelayLineOptions) {
    this.match = feed.match
    this.matchId = feed.match.matchId
    this.delaySeconds = delaySeconds
    this.window = new MatchWindow(this.matchId, ringBytes)
    this.window.restartAt(start)
    this.audience = new Audience({ ...audience, window: this.window })
    const { signal } = this.#leaving
    this.#feed = new DelayedFeed(feed, { delaySeconds, signal, nowMs: Date.now, start, given: undefined })
    this.#onFailure = onFailure
    void this.#run()
  }

  get isClosed(): boolean {
    return this.#leaving.signal.aborted
  }

  leaveAudience(seat: Seat, nowMs: number): void {
    this.audience.leave(seat)
    this.idleSinceMs = nowMs
  }

  /** Resolves when its head has moved, or it has closed. */
  changed(): Promise<void> {
    return this.isClosed ? Promise.resolve() : new Promise(resolve => void this.#waiting.add(resolve))
  }

  close(): void {
    if (this.isClosed) return
    this.#leaving.abort()
    this.#feed.leave()
    this.window.shrinkTo(0)
    this.audience.close()
    this.#wake()
  }

  async #run(): Promise<void> {
    try {
      while (!this.isClosed && (await this.#advance()));
    } catch (error) {
      this.#onFailure(error)
    }
    this.close()
  }

  /** False where what comes next does not join on. */
  async #advance(): Promise<boolean> {
    const at = this.window.head
    if (!at) return false
    const { events, missing } = await this.#feed.read(at)
    const head = this.#feed.head()
    if (missing || head?.epoch !== at.epoch) return false
    if (events.length > 0) return this.#append(events)
    await this.#feed.changed(head)
    return true
  }

  #append(events: Parameters<MatchWindow['appendStored']>[0]): boolean {
    if (this.isClosed || !this.window.appendStored(events)) return false
    this.audience.advanced()
    this.#wake()
    return true
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}
