import {
  faultKind,
  inTransaction,
  markSkipped,
  nextReplayLetters,
  type ReplayJob,
  type ReplayLetter,
  saveReplay,
  settleReplays,
  type Transaction,
  takeReplay,
} from '@touchline/db'
import { type EventLog, LogUnavailable } from '@touchline/streams'
import { type Repeating, repeat } from '../repeat.ts'
import { dryRun } from './dry-run.ts'
import { chooseLive, chunkMax, idsOf, type LiveOptions, type Step } from './live-step.ts'
import { toRecord } from './to-record.ts'
import { createTurns, type Turns } from './turns.ts'

export interface ReplayOptions extends LiveOptions {
  readonly log: EventLog
  readonly onError: (error: unknown) => void
  /** Default 200. */
  readonly intervalMs?: number
}

/**
 * Carries out replays, oldest first. A live one marks its next letters as sent, within its rate and its canary's
 * allowance, and appends their records to the log, where the enrichment settles them; a dry one processes them in a
 * transaction that is rolled back. One that waits for what comes of its letters lets the younger ones have their turn.
 * Several executors may run: each replay is locked while its next step is chosen.
 */
export function createReplayExecutor(options: ReplayOptions): Repeating {
  const { onError, intervalMs = defaultIntervalMs } = options
  const turns = createTurns(() => performance.now())
  const work = async (signal: AbortSignal) => {
    while (!signal.aborted && (await stepOnce(options, turns)) === 'more');
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

const defaultIntervalMs = 200
/** A replay whose step failed so often, and not for the database or the log, stops itself; somebody may resume it. */
const maxFailures = 6

/** Whether there is more to do at once. */
async function stepOnce(options: ReplayOptions, turns: Turns): Promise<'more' | 'wait'> {
  const { pool } = options.context.database
  let taken: ReplayJob | undefined
  try {
    const step = await inTransaction(pool, async tx => {
      taken = await takeReplay(tx, turns.waiting())
      return taken && (await chooseStep(tx, taken, options))
    })
    if (!taken || !step) return 'wait'
    await send(options.log, taken.id, step.letters)
    turns.forget(taken.id)
    if (taken.mode === 'dry_run' || step.isOver) return 'more'
    if (!step.isWaiting) return 'wait'
    turns.wait(taken.id, waitingIntervals * (options.intervalMs ?? defaultIntervalMs))
    return 'more'
  } catch (error) {
    if (!taken || error instanceof LogUnavailable || faultKind(error) === 'database') throw error
    options.onError(error)
    await putOff(options, turns, { id: taken.id, error })
    return 'more'
  }
}

const waitingIntervals = 2

const chooseStep = (tx: Transaction, job: ReplayJob, options: ReplayOptions): Promise<Step> =>
  job.mode === 'live' ? chooseLive(tx, job, options) : dryStep(tx, job, options)

async function putOff(
  { context }: ReplayOptions,
  turns: Turns,
  { id, error }: { readonly id: string; readonly error: unknown },
): Promise<void> {
  const failures = turns.failed(id)
  if (failures < maxFailures) return
  turns.forget(id)
  const message = error instanceof Error ? error.message : String(error)
  const stopReason = `its next step failed ${failures} times: ${message}`.slice(0, 500)
  await inTransaction(context.database.pool, tx => saveReplay(tx, id, { state: 'stopped', stopReason }))
}

/** A dry run's step is done within the transaction that holds the replay: it changes nothing else. */
async function dryStep(tx: Transaction, job: ReplayJob, { context }: ReplayOptions): Promise<Step> {
  const letters = await nextReplayLetters(tx, job.id, chunkMax)
  const living = letters.filter(({ state }) => state !== 'dead' && state !== 'dead_again')
  await markSkipped(tx, job.id, idsOf(living))
  const dead = letters.filter(letter => !living.includes(letter))
  await settleReplays(tx, await dryRun(context, job.id, dead))
  const isOver = letters.length < chunkMax
  await saveReplay(tx, job.id, { state: isOver ? 'finished' : 'running' })
  return { letters: [], isWaiting: false, isOver }
}

async function send(log: EventLog, replayId: string, letters: readonly ReplayLetter[]): Promise<void> {
  const records = letters.map(letter => toRecord(replayId, letter))
  for (const [topic, its] of Map.groupBy(records, ({ topic }) => topic)) {
    await log.append(
      topic,
      its.map(({ record }) => record),
    )
  }
}
