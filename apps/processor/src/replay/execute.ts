import { canaryAllowance, canarySteps } from '@touchline/contracts'
import {
  countReplay,
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
import type { EventLog } from '@touchline/streams'
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
  const work = async (signal: AbortSignal) => {
    while (!signal.aborted && (await stepOnce(options)) === 'more');
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

type Step = 'more' | 'wait'

async function stepOnce(options: ReplayOptions): Promise<Step> {
  const { pool } = options.context.database
  const chosen = await inTransaction(pool, async tx => {
    const job = await takeReplay(tx)
    if (!job) return undefined
    const counts = await countReplay(tx, job.id)
    const letters =
      job.mode === 'live' ? await chooseLive(tx, job, counts, options) : await dryStep(tx, job, options)
    return { job, letters }
  })
  if (!chosen) return 'wait'
  await send(options.log, chosen.job.id, chosen.letters)
  return chosen.job.mode === 'dry_run' ? 'more' : 'wait'
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
