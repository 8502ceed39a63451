import { canaryAllowance, canarySteps } from '@touchline/contracts'
import {
  countReplay,
  giveUpUnanswered,
  markSent,
  markSkipped,
  nextReplayLetters,
  type ReplayHeadway,
  type ReplayJob,
  type ReplayLetter,
  saveReplay,
  type Transaction,
  unansweredLetters,
} from '@touchline/db'
import type { ApplyContext } from '../jobs/enrich/apply.ts'
import { withoutTooLarge } from './too-large.ts'

export interface LiveOptions {
  readonly context: ApplyContext
  /** The worst lag of the sources' topics, in seconds. */
  readonly lagSeconds: () => number
  /** So many letters were sent once more, for nothing had come of them. */
  readonly onSentAgain?: (letters: number) => void
  /** So many were given up, for nothing came of any of their sends. */
  readonly onUnanswered?: (letters: number) => void
}

/** What a replay does next. */
export interface Step {
  /** To be sent once the transaction has committed. */
  readonly letters: readonly ReplayLetter[]
  /** All that it may send is sent: it waits for what comes of it. */
  readonly isWaiting: boolean
  readonly isOver: boolean
}

export const chunkMax = 200
/** A live replay that makes the pipeline lag stops itself. */
const lagLimitSeconds = 10
/** Of what is settled, once the canary has passed. */
const failedShareMax = 0.05
/** A letter that nothing came of is sent again after 15, 30, 60, 120 and 240 s, and given up 480 s later. */
export const sendTimes = { firstWaitSeconds: 15, maxSends: 6 } as const
const unanswered = 'six sends, no answer: look for parked matches and held partitions, then replay it again'

/** The next letters of a live replay, marked as sent, within its rate and its canary's allowance. */
export async function chooseLive(tx: Transaction, job: ReplayJob, options: LiveOptions): Promise<Step> {
  const { maxSends } = sendTimes
  const givenUp = await giveUpUnanswered(tx, job.id, { maxSends, limit: 1_000, message: unanswered })
  if (givenUp > 0) options.onUnanswered?.(givenUp)
  const counts = await countReplay(tx, job.id)
  const stopReason = reasonToStop(job, counts, options.lagSeconds())
  if (stopReason) {
    await saveReplay(tx, job.id, { state: 'stopped', stopReason })
    return over
  }
  const allowance = job.canary ? canaryAllowance(job.canaryStep, job.total) : job.total
  const mayGo = Math.max(0, Math.min(job.ratePerSecond - counts.sentLately, chunkMax))
  const again = await sendAgain(tx, job, { mayGo, options })
  if (counts.sent < allowance) {
    if (job.state === 'pending') await saveReplay(tx, job.id, { state: 'running' })
    const limit = Math.min(allowance - counts.sent, mayGo - again.length)
    const next = limit > 0 ? await takeNext(tx, job.id, { limit, build: options.context.build }) : []
    return { letters: [...again, ...next], isWaiting: false, isOver: false }
  }
  if (counts.settled < counts.sent) return { letters: again, isWaiting: true, isOver: false }
  const change = afterStep(job, counts)
  await saveReplay(tx, job.id, change)
  return change.state === 'finished' ? over : { letters: again, isWaiting: false, isOver: false }
}

const over: Step = { letters: [], isWaiting: false, isOver: true }

/** A crash between the marking and the append loses a send, and sending twice changes nothing that is settled. */
async function sendAgain(
  tx: Transaction,
  { id }: ReplayJob,
  { mayGo, options }: { readonly mayGo: number; readonly options: LiveOptions },
): Promise<ReplayLetter[]> {
  const letters = await unansweredLetters(tx, id, { maxSends: sendTimes.maxSends, limit: mayGo })
  await markSent(tx, id, idsOf(letters), sendTimes)
  if (letters.length > 0) options.onSentAgain?.(letters.length)
  return letters
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
  await markSent(tx, id, idsOf(dead), sendTimes)
  return withoutTooLarge(tx, dead, { replayId: id, build })
}

export const idsOf = (letters: readonly ReplayLetter[]) => letters.map(({ letterId }) => letterId)

function afterStep({ canary, canaryStep, total }: ReplayJob, { sent }: ReplayHeadway) {
  if (sent >= total) return { state: 'finished' } as const
  return { state: 'running', canaryStep: canary ? canaryStep + 1 : canaryStep } as const
}

/** A canary stops at its first failure; after it, a share of failures does. Lag stops both. */
function reasonToStop(
  { canary, canaryStep, total }: ReplayJob,
  { settled, failed, sent, unanswered: silent }: ReplayHeadway,
  lagSeconds: number,
): string | undefined {
  if (lagSeconds > lagLimitSeconds) return `the pipeline lags by ${Math.round(lagSeconds)} s`
  if (!canary || failed === 0 || sent >= total) return undefined
  const isCanary = canaryStep < canarySteps - 1
  const what = silent === failed ? 'had no answer' : 'died again'
  if (isCanary) return `${failed} of the first ${settled} ${what}`
  return failed > settled * failedShareMax ? `${failed} of ${settled} ${what}` : undefined
}
