import { setTimeout as delay } from 'node:timers/promises'
import type { MatchId } from '@touchline/contracts'
import type { Handed } from '@touchline/db'
import { BatchReader } from './batch-reader.ts'
import type { EventStore } from './event-store.ts'
import type { Head } from './head-reader.ts'
import type { WatchedMatch } from './watched-match.ts'

/** Matches that were let go, of which it is remembered what was handed out last: a few hundred bytes each. */
const maxRemembered = 10_000
const lookedAtOnce = 64

export interface LostHistoryOptions {
  readonly store: EventStore
  /** What the store contradicts has to be so for so long. */
  readonly confirmAfterMs: number
  onFailure(error: unknown): void
}

/**
 * Holds what this process has handed out against what the store holds now. A database that was set back gives the same
 * numbers to other events; where it does, the match gets a new epoch, by which everybody is told. What was handed out
 * is noted before the store is asked, so nothing that is read late can look as if it had been lost; and the store looks
 * once more, under its lock, before an epoch is raised.
 */
export class LostHistory {
  readonly #options: LostHistoryOptions
  readonly #contradicted: BatchReader<Handed, true>
  readonly #remembered = new Map<string, Handed>()
  readonly #seen = new WeakMap<WatchedMatch, string>()

  constructor(options: LostHistoryOptions) {
    const { store } = options
    this.#options = options
    this.#contradicted = new BatchReader<Handed, true>({
      keyOf: handed => handed.matchId,
      readAll: async asks => new Map([...(await store.findContradicted(asks))].map(id => [id, true])),
    })
  }

  /** A match is not watched any more. */
  remember(match: WatchedMatch): void {
    const handed = match.handedOut.newest
    if (!handed) return
    this.#remembered.delete(handed.matchId)
    this.#remembered.set(handed.matchId, handed)
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= maxRemembered) break
      this.#remembered.delete(oldest)
    }
  }

  /** Before anybody is served who joins a match: what was handed out when it was watched the last time. */
  async recall(matchId: MatchId): Promise<void> {
    const handed = this.#remembered.get(matchId)
    if (handed && (await this.#isLost(handed))) this.#remembered.delete(matchId)
  }

  /** True if the match has a new epoch now. Costs a look-up where the store has written to the match since. */
  async check(match: WatchedMatch, head: Head | undefined): Promise<boolean> {
    const mark = head && `${head.epoch}:${head.seq} ${head.changedAtMs ?? ''}`
    const { handedOut, isDoubted } = match
    if (!handedOut.newest || !mark || (!isDoubted && this.#seen.get(match) === mark)) return false
    await handedOut.learnNewest()
    const handed = handedOut.newest
    const isLost = handed !== undefined && (await this.#isLost(handed))
    this.#seen.set(match, mark)
    match.isDoubted = false
    return isLost
  }

  /** Looks at some of those that nobody watches here, for those who come back to another gateway. */
  async checkSome(): Promise<void> {
    const some = [...this.#remembered.values()].slice(0, lookedAtOnce)
    for (const handed of some) {
      // The next ones' turn comes with the next look.
      this.#remembered.delete(handed.matchId)
      this.#remembered.set(handed.matchId, handed)
    }
    const lost = await Promise.all(some.map(handed => this.#isLost(handed)))
    for (const [at, { matchId }] of some.entries()) if (lost[at]) this.#remembered.delete(matchId)
  }

  async #isLost(handed: Handed): Promise<boolean> {
    try {
      if (!(await this.#contradicted.read(handed))) return false
      // What is announced a moment before it is stored is not lost.
      await delay(this.#options.confirmAfterMs)
      return (
        (await this.#contradicted.read(handed)) === true && (await this.#options.store.raiseEpoch(handed))
      )
    } catch (error) {
      this.#options.onFailure(error)
      return false
    }
  }
}
