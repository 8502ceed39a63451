import { canaryAllowance } from '@touchline/contracts'
import {
  countReplayItems,
  type Database,
  getReplay,
  groupReplayFailures,
  groupSuperseded,
  type ReplayFailure,
  type ReplayItemCounts,
  type ReplaySummary,
  type ReplaySuperseded,
} from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { readKnownMatches } from '../masking/known-matches.ts'
import { shownMatchId, withPublicMessage } from '../masking/letter-view.ts'
import { publicMessage } from '../masking/public-message.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { withShownQuery } from './shown-query.ts'

export const replayInput = z.object({ id: rowIdSchema })

export interface ReplayView extends ReplaySummary {
  readonly progress: Omit<ReplayItemCounts, 'settledLately' | 'corrected'> & {
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
  readonly report: ReplayReport
}

/** What came of a replay as a whole. */
export interface ReplayReport {
  /** From its start to its end, or to now; null before it has begun. */
  readonly durationSeconds: number | null
  /** Letters settled a second, over all of that. */
  readonly settledPerSecond: number | null
  /** Letters that were corrected. */
  readonly corrected: number
  /** What stood in the place of superseded letters, counted among 2,000, the most frequent first, at most 50. */
  readonly superseded: readonly ReplaySuperseded[]
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
  const [{ settledLately, corrected, ...counts }, failures, superseded] = await Promise.all([
    countReplayItems(database, id),
    groupReplayFailures(database, id, maxFailures),
    groupSuperseded(database, id, maxFailures),
  ])
  const waiting = replay.total - counts.settled
  const settledPerSecond = settledLately / secondsMeasured(replay, now)
  const moves = replay.state === 'running' && settledPerSecond > 0
  const progress = {
    ...counts,
    waiting,
    allowed: replay.canary ? canaryAllowance(replay.canaryStep, replay.total) : replay.total,
    settledPerSecond: oneDigit(settledPerSecond),
    etaSeconds: moves ? Math.ceil(waiting / settledPerSecond) : null,
  }
  const durationSeconds = durationOf(replay, now)
  const report = {
    durationSeconds,
    settledPerSecond:
      durationSeconds === null ? null : oneDigit(counts.settled / Math.max(1, durationSeconds)),
    corrected,
    superseded: await publicSuperseded(database, superseded),
  }
  return succeeded({ ...withShownQuery(replay), progress, failures: failures.map(withPublicMessage), report })
}

async function publicSuperseded(
  database: Database,
  rows: readonly ReplaySuperseded[],
): Promise<ReplaySuperseded[]> {
  const known = await readKnownMatches(
    database,
    rows.map(({ matchId }) => matchId),
  )
  return rows.map(row => ({
    ...row,
    matchId: shownMatchId(row.matchId, known),
    message: row.message === null ? null : publicMessage(row.message),
  }))
}

const oneDigit = (value: number): number => Math.round(value * 10) / 10

function durationOf({ startedAt, finishedAt }: ReplaySummary, now: Date): number | null {
  if (startedAt === null) return null
  const endMs = finishedAt === null ? now.getTime() : Date.parse(finishedAt)
  return Math.max(0, Math.round((endMs - Date.parse(startedAt)) / 100) / 10)
}

/** A replay that began just now is measured from its start. */
function secondsMeasured({ startedAt }: ReplaySummary, now: Date): number {
  const runs = startedAt === null ? rateOverSeconds : (now.getTime() - Date.parse(startedAt)) / 1_000
  return Math.min(rateOverSeconds, Math.max(1, runs))
}
