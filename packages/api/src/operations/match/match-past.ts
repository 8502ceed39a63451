import type { MatchId, MatchSnapshot, Position } from '@touchline/contracts'
import { type Database, findClock, findReleased } from '@touchline/db'
import { ShortCache } from '../short-cache.ts'
import { periodStarts, readMatchClock } from './match-clock.ts'
import { snapshotAsOf } from './snapshot-as-of.ts'

/**
 * PORT: places in a match's past, read from the store. All are of the history that holds now; undefined where the
 * match has none. What many ask for together is read once; it rejects where the store does not answer.
 */
export interface MatchPast {
  /** Where a feed stands that is so far behind: at most a second older than that, and never newer. */
  released(matchId: MatchId, delaySeconds: number): Promise<Position | undefined>
  /** The place before the first event at or after a match clock such as `63:00`; undefined: not played yet. */
  atClock(matchId: MatchId, clock: string): Promise<Position | undefined>
  /** The match as it was at a place of the present epoch. */
  snapshotAt(matchId: MatchId, at: Position): Promise<MatchSnapshot | undefined>
}

const aSecond = { freshMs: 1_000, maxEntries: 1_000 }
/** A place found by its clock stays where it is, but for reports that come late. */
const aWhile = { freshMs: 5_000, maxEntries: 1_000 }

interface Caches {
  readonly released: ShortCache<Position | undefined>
  readonly clocks: ShortCache<Position | undefined>
  readonly snapshots: ShortCache<MatchSnapshot | undefined>
}
const caches = new WeakMap<Database['pool'], Caches>()

export function matchPast(database: Database, now: () => Date): MatchPast {
  const { released, clocks, snapshots } = cachesOf(database)
  const nowMs = () => now().getTime()
  return {
    released: (matchId, delaySeconds) => {
      const until = new Date(nowMs() - delaySeconds * 1_000)
      return released.get(`${matchId} ${delaySeconds}`, nowMs(), () =>
        findReleased(database, { matchId, until }),
      )
    },
    atClock: async (matchId, text) => {
      const clock = readMatchClock(text)
      if (!clock) return undefined
      return clocks.get(`${matchId} ${text}`, nowMs(), () =>
        findClock(database, { matchId, periodStarts, ...clock }),
      )
    },
    snapshotAt: (matchId, at) =>
      snapshots.get(`${matchId} ${at.epoch}:${at.seq}`, nowMs(), () => snapshotAsOf(database, matchId, at)),
  }
}

function cachesOf({ pool }: Database): Caches {
  const known = caches.get(pool)
  if (known) return known
  const made = {
    released: new ShortCache<Position | undefined>(aSecond),
    clocks: new ShortCache<Position | undefined>(aWhile),
    snapshots: new ShortCache<MatchSnapshot | undefined>(aSecond),
  }
  caches.set(pool, made)
  return made
}
