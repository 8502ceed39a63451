import type { RetryBudget } from '@touchline/resilience'
import type { ConsumerWatch } from './control/consumer-watch.ts'
import { createMinuteKeeper } from './control/minute-keeper.ts'
import { withoutPaused } from './control/without-paused.ts'
import { createCorrectionSender } from './corrections/send.ts'
import type { SettleContext } from './jobs/enrich/settle.ts'
import { startEventIndex } from './jobs/index-events/start.ts'
import { createReconciliation } from './jobs/reconcile/index.ts'
import type { Relay } from './jobs/relay/index.ts'
import type { LagWatch } from './lag.ts'
import { createLetterCare } from './letters/care.ts'
import { createLetterPublisher } from './letters/publish.ts'
import type { Meters } from './meters.ts'
import type { OnError, ProcessorOptions } from './options.ts'
import { createBackfill } from './overload/backfill.ts'
import type { Overload } from './overload/overload.ts'
import { createParkingRetry } from './parking/parking-retry.ts'
import { createReplayExecutor } from './replay/execute.ts'
import { topicsByGroup } from './runner.ts'

export interface SideJobs {
  readonly options: ProcessorOptions
  readonly context: SettleContext
  readonly budget: RetryBudget
  readonly overload: Overload
  readonly relay: Relay
  readonly lag: LagWatch
  readonly meters: Meters
  readonly failed: OnError
  readonly consumers: Pick<ConsumerWatch, 'isTopicPaused'>
}

/** All that goes on beside the consumption. Any number of processors run them: each takes locks on what it works on. */
export function startSideJobs(parts: SideJobs): { stop(): Promise<void> } {
  const { options, context, budget, overload, relay, lag, meters, failed, consumers } = parts
  const { log, database, logger, instance: holder } = options
  const { nowMs } = context
  const jobs = [
    createParkingRetry({ context, budget, random: Math.random, onError: failed('parking') }),
    createBackfill({
      ...{ context, overload, onError: failed('backfill') },
      log: withoutPaused(log, consumers.isTopicPaused),
    }),
    createReplayExecutor({
      ...{ context, log, lagSeconds: () => lag.seconds() ?? 0 },
      onSentAgain: meters.letters('sent-again'),
      onUnanswered: meters.letters('unanswered'),
      onError: failed('replay'),
    }),
    createCorrectionSender({ database, log, onError: failed('corrections') }),
    createLetterPublisher({
      ...{ database, log },
      onPublished: meters.letters('published'),
      onError: failed('letter-publisher'),
    }),
    createLetterCare({
      ...{ database, nowMs },
      onWarning: (letters, hours) => logger.warn({ letters, hours }, 'dead letters expire soon'),
      onExpired: meters.letters('expired'),
      onReprocess: replay => logger.info({ replay }, 'dead letters are replayed by themselves'),
      onError: failed('letter-care'),
    }),
    startEventIndex({ options, lag, failed }),
    createReconciliation({
      ...{ database, log, nowMs, holder },
      groups: Object.entries(topicsByGroup).map(([group, topics]) => ({ group, topics })),
      wakeRelay: rows => relay.wake(rows, []),
      onFinding: finding => logger.warn({ finding }, 'reconciliation found a gap'),
      onError: failed('reconcile'),
    }),
    createMinuteKeeper({ database, holder, nowMs, onError: failed('minutes') }),
  ]
  return { stop: async () => void (await Promise.all(jobs.map(job => job.stop()))) }
}
