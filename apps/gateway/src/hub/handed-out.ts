import type { MatchEvent, MatchId } from '@touchline/contracts'
import type { Handed } from '@touchline/db'
import type { EventStore } from './event-store.ts'
import type { MatchWindow } from './match-window.ts'

export interface HandedOutOptions {
  readonly matchId: MatchId
  readonly window: MatchWindow
  readonly store: Pick<EventStore, 'readEvents'>
}

/** The newest of what the followers of a match were given, from its window or from the history. */
export class HandedOut {
  readonly #options: HandedOutOptions
  #fromHistory: MatchEvent | undefined

  constructor(options: HandedOutOptions) {
    this.#options = options
  }

  /** Events of the history are about to be given to a follower. */
  note(events: readonly MatchEvent[]): void {
    const last = events.at(-1)
    const before = this.#fromHistory
    if (last && (before?.epoch !== last.epoch || before.seq < last.seq)) this.#fromHistory = last
  }

  /** The newest place that followers may have come to, and what stands there, where that is known. */
  get newest(): Handed | undefined {
    const { matchId, window } = this.#options
    const newest = this.#newestEvent
    if (!newest) return window.head && { matchId, ...window.head }
    const { epoch, seq, source, sourceEventId, storedAt } = newest
    return { matchId, epoch, seq, event: { source, sourceEventId, storedAt } }
  }

  /** Where the head was taken at the store's word, its event is read, so that another one in its place is noticed. */
  async learnNewest(): Promise<void> {
    const { matchId, window, store } = this.#options
    const { head } = window
    if (!head || this.#newestEvent || head.seq === 0) return
    const [newest] = await store.readEvents({ matchId, afterSeq: head.seq - 1, limit: 1 })
    // What was given meanwhile may be of a history that is lost now.
    if (!this.#newestEvent) window.learn(newest)
  }

  get #newestEvent(): MatchEvent | undefined {
    const { newest, head } = this.#options.window
    const read = this.#fromHistory?.epoch === head?.epoch ? this.#fromHistory : undefined
    return read && read.seq >= (newest?.seq ?? 0) ? read : newest
  }
}
