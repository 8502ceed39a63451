import { canaryAllowance } from '@touchline/contracts'
import {
  countReplayItems,
  type Database,
  getReplay,
  groupReplayFailures,
  type ReplayFailure,
  type ReplayItemCounts,
  type ReplaySummary,
} from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const replayInput = z.object({ id: rowIdSchema })

export interface ReplayView extends ReplaySummary {
  readonly progress: Omit<ReplayItemCounts, 'settledLately'> & {
    /** Not settled yet. */
    readonly waiting: number
    /** How many letters may have been sent at this step of the canary. */
    readonly allowed: number
    /** Over the last ten seconds. */
    readonly settledPerSecond: number
    /** Null unless it runs and letters settle. */
    readonly etaSeconds: number | null
  }
  /** By fingerprint, the most frequent first, at most 50. */
  readonly failures: readonly ReplayFailure[]
}

const maxFailures = 50
const rateOverSeconds = 10

/** How far a replay has come, and what came of it. */
export async function showReplay(
  database: Database,
  { id }: z.output<typeof replayInput>,
  now: Date,
): Promise<Outcome<ReplayView, 'replay-not-found'>> {
  const replay = await getReplay(database, id)
  if (!replay) return failed('replay-not-found')
  const [{ settledLately, ...counts }, failures] = await Promise.all([
    countReplayItems(database, id),
    groupReplayFailures(database, id, maxFailures),
  ])
  const waiting = replay.total - counts.settled
  const settledPerSecond = settledLately / secondsMeasured(replay, now)
  const moves = replay.state === 'running' && settledPerSecond > 0
  const progress = {
    ...counts,
    waiting,
    allowed: replay.canary ? canaryAllowance(replay.canaryStep, replay.total) : replay.total,
    settledPerSecond: Math.round(settledPerSecond * 10) / 10,
    etaSeconds: moves ? Math.ceil(waiting / settledPerSecond) : null,
  }
  return succeeded({ ...replay, progress, failures })
}

/** A replay that began just now is measured from its start. */
function secondsMeasured({ startedAt }: ReplaySummary, now: Date): number {
  const runs = startedAt === null ? rateOverSeconds : (now.getTime() - Date.parse(startedAt)) / 1_000
  return Math.min(rateOverSeconds, Math.max(1, runs))
}
