import { setTimeout as delay } from 'node:timers/promises'
import {
  type Database,
  type EventDocument,
  type IndexLag,
  listUnindexed,
  readIndexLag,
  type UnindexedMatch,
} from '@touchline/db'
import { createFailingKeys } from '../../failing-keys.ts'
import { type Repeating, repeat } from '../../repeat.ts'
import { indexMatch } from './index-match.ts'

export interface EventIndexOptions {
  readonly database: Database
  /** How far the consumption lags; undefined while it is not known. */
  readonly lagSeconds: () => number | undefined
  /** Where documents go beside PostgreSQL. Told of them at least once, in order within a match. */
  readonly keep?: ((documents: readonly EventDocument[]) => Promise<void>) | undefined
  readonly onIndexed: (documents: number) => void
  readonly onLag: (lag: IndexLag) => void
  readonly onError: (error: unknown) => void
  /** How often to look for what was stored. Default 1,000. */
  readonly intervalMs?: number
  /** The part of one connection's time that it takes. Default 0.2. */
  readonly share?: number
}

const matchesPerLook = 50
/** Beyond it, storing events needs the database more than the search does. */
const yieldsAboveSeconds = 2

/**
 * Adds what was stored to the search, behind the hot path: match by match, a batch at a time, resting after each in
 * proportion to what it took, and standing back while the consumption lags. Any number of processes may run it: the lock
 * on a match's checkpoint lets one of them go on. A match whose checkpoint is deleted is indexed anew. One that fails comes
 * again after a longer while each time, and keeps no other waiting.
 */
export function createEventIndex(options: EventIndexOptions): Repeating {
  const { database, onLag, onError, intervalMs = 1_000 } = options
  const failing = createFailingKeys({ nowMs: () => performance.now(), maxDelayMs: 30_000 })
  const finish = async (match: UnindexedMatch, signal: AbortSignal) => {
    try {
      await finishMatch(options, match, signal)
      failing.worked(match.matchId)
    } catch (error) {
      failing.failed(match.matchId)
      onError(error)
    }
  }
  const work = async (signal: AbortSignal) => {
    onLag(await readIndexLag(database, undefined))
    const behind = await listUnindexed(database, matchesPerLook + failing.size)
    for (const match of behind.filter(({ matchId }) => failing.isDue(matchId)).slice(0, matchesPerLook)) {
      if (signal.aborted || isBusy(options)) return
      await finish(match, signal)
    }
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

const isBusy = ({ lagSeconds }: EventIndexOptions) => (lagSeconds() ?? 0) > yieldsAboveSeconds

/** Batches of one match, a few at a time: the others wait meanwhile. */
const batchesPerTurn = 20

async function finishMatch(
  options: EventIndexOptions,
  match: UnindexedMatch,
  signal: AbortSignal,
): Promise<void> {
  const { share = 0.2, onIndexed } = options
  for (let batch = 0; batch < batchesPerTurn; batch += 1) {
    const beganMs = performance.now()
    const { documents, isMore } = await indexMatch(options, match)
    onIndexed(documents)
    const restMs = (performance.now() - beganMs) * (1 / share - 1)
    await delay(restMs, undefined, { signal }).catch(() => {})
    if (!isMore || signal.aborted || isBusy(options)) return
  }
}
