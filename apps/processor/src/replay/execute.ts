import { canaryAllowance, canarySteps } from '@touchline/contracts'
import {
  countReplay,
  faultKind,
  inTransaction,
  lostReplayLetters,
  markSent,
  markSkipped,
  nextReplayLetters,
  type ReplayHeadway,
  type ReplayJob,
  type ReplayLetter,
  saveReplay,
  settleReplays,
  type Transaction,
  takeReplay,
} from '@touchline/db'
import { type EventLog, LogUnavailable } from '@touchline/streams'
import type { ApplyContext } from '../jobs/enrich/apply.ts'
import { type Repeating, repeat } from '../repeat.ts'
import { dryRun } from './dry-run.ts'
import { toRecord } from './to-record.ts'
import { withoutTooLarge } from './too-large.ts'

export interface ReplayOptions {
  readonly context: ApplyContext
  readonly log: EventLog
  /** The worst lag of the sources' topics, in seconds. */
  readonly lagSeconds: () => number
  readonly onError: (error: unknown) => void
  /** Default 200. */
  readonly intervalMs?: number
}

const chunkMax = 200
/** A live replay that makes the pipeline lag stops itself. */
const lagLimitSeconds = 10
/** Letters sent so long ago, and not settled, are sent again. */
const lostAfterSeconds = 15
/** Of what is settled, once the canary has passed. */
const failedShareMax = 0.05

/**
 * Carries out replays, oldest first. A live one marks its next letters as sent, within its rate and its canary's
 * allowance, and appends their records to the log, where the enrichment settles them; a dry one processes them in a
 * transaction that is rolled back. What a crash left between the two steps is sent again, which changes nothing where
 * it was settled. Several may run: each replay is locked while its next step is chosen.
 */
export function createReplayExecutor(options: ReplayOptions): Repeating {
  const { onError, intervalMs = 200 } = options
  const failing: Failing = new Map()
  const work = async (signal: AbortSignal) => {
    while (!signal.aborted && (await stepOnce(options, failing)) === 'more');
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

type Step = 'more' | 'wait'

/** Replays whose step failed, of itself and not for the database or the log: how often, and when it is tried again. */
type Failing = Map<string, { readonly failures: number; readonly dueAtMs: number }>
/** Then it stops itself; somebody may resume it. */
const maxFailures = 6

/** A replay whose step fails is put off, and the younger ones have their turn. */
async function stepOnce(options: ReplayOptions, failing: Failing): Promise<Step> {
  const { pool } = options.context.database
  const waiting = [...failing].filter(([, { dueAtMs }]) => dueAtMs > performance.now()).map(([id]) => id)
  let taken: ReplayJob | undefined
  try {
    const letters = await inTransaction(pool, async tx => {
      taken = await takeReplay(tx, waiting)
      return taken && (await step(tx, taken, options))
    })
    if (!taken || !letters) return 'wait'
    failing.delete(taken.id)
    await send(options.log, taken.id, letters)
    return taken.mode === 'dry_run' ? 'more' : 'wait'
  } catch (error) {
    if (!taken || error instanceof LogUnavailable || faultKind(error) === 'database') throw error
    options.onError(error)
    await putOff(options, failing, { id: taken.id, error })
    return 'more'
  }
}

const step = async (tx: Transaction, job: ReplayJob, options: ReplayOptions): Promise<ReplayLetter[]> =>
  job.mode === 'live'
    ? chooseLive(tx, job, await countReplay(tx, job.id), options)
    : dryStep(tx, job, options)

async function putOff(
  { context }: ReplayOptions,
  failing: Failing,
  { id, error }: { readonly id: string; readonly error: unknown },
): Promise<void> {
  const failures = (failing.get(id)?.failures ?? 0) + 1
  failing.set(id, { failures, dueAtMs: performance.now() + 1_000 * 2 ** (failures - 1) })
  if (failures < maxFailures) return
  failing.delete(id)
  const message = error instanceof Error ? error.message : String(error)
  const stopReason = `its next step failed ${failures} times: ${message}`.slice(0, 500)
  await inTransaction(context.database.pool, tx => saveReplay(tx, id, { state: 'stopped', stopReason }))
}

/** A dry run's step is done within the transaction that holds the replay: it changes nothing else. */
async function dryStep(tx: Transaction, job: ReplayJob, { context }: ReplayOptions): Promise<ReplayLetter[]> {
  const letters = await nextReplayLetters(tx, job.id, chunkMax)
  const living = letters.filter(({ state }) => state !== 'dead' && state !== 'dead_again')
  await markSkipped(tx, job.id, idsOf(living))
  const dead = letters.filter(letter => !living.includes(letter))
  await settleReplays(tx, await dryRun(context, job.id, dead))
  await saveReplay(tx, job.id, { state: letters.length < chunkMax ? 'finished' : 'running' })
  return []
}

async function chooseLive(
  tx: Transaction,
  job: ReplayJob,
  counts: ReplayHeadway,
  { lagSeconds, context }: ReplayOptions,
): Promise<ReplayLetter[]> {
  const stopReason = reasonToStop(job, counts, lagSeconds())
  if (stopReason) {
    await saveReplay(tx, job.id, { state: 'stopped', stopReason })
    return []
  }
  const lost = await lostReplayLetters(tx, job.id, lostAfterSeconds)
  await markSent(tx, job.id, idsOf(lost))
  const allowance = job.canary ? canaryAllowance(job.canaryStep, job.total) : job.total
  if (counts.sent >= allowance) {
    if (counts.settled >= counts.sent) await saveReplay(tx, job.id, afterStep(job, counts))
    return lost
  }
  if (job.state === 'pending') await saveReplay(tx, job.id, { state: 'running' })
  const mayGo = Math.min(allowance - counts.sent, job.ratePerSecond - counts.sentLately, chunkMax)
  return [...lost, ...(mayGo > 0 ? await takeNext(tx, job.id, { limit: mayGo, build: context.build }) : [])]
}

/** The next letters, now `replaying`; those that are no longer dead are passed over. */
async function takeNext(
  tx: Transaction,
  id: string,
  { limit, build }: { readonly limit: number; readonly build: string },
): Promise<ReplayLetter[]> {
  const letters = await nextReplayLetters(tx, id, limit)
  const dead = letters.filter(({ state }) => state === 'dead' || state === 'dead_again')
  await markSkipped(tx, id, idsOf(letters.filter(letter => !dead.includes(letter))))
  await markSent(tx, id, idsOf(dead))
  return withoutTooLarge(tx, dead, { replayId: id, build })
}

const idsOf = (letters: readonly ReplayLetter[]) => letters.map(({ letterId }) => letterId)

function afterStep({ canary, canaryStep, total }: ReplayJob, { sent }: ReplayHeadway) {
  if (sent >= total) return { state: 'finished' } as const
  return { state: 'running', canaryStep: canary ? canaryStep + 1 : canaryStep } as const
}

/** A canary stops at its first failure; after it, a share of failures does. Lag stops both. */
function reasonToStop(
  { canary, canaryStep, total }: ReplayJob,
  { settled, failed, sent }: ReplayHeadway,
  lagSeconds: number,
): string | undefined {
  if (lagSeconds > lagLimitSeconds) return `the pipeline lags by ${Math.round(lagSeconds)} s`
  if (!canary || failed === 0 || sent >= total) return undefined
  const isCanary = canaryStep < canarySteps - 1
  if (isCanary) return `${failed} of the first ${settled} died again`
  return failed > settled * failedShareMax ? `${failed} of ${settled} died again` : undefined
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
