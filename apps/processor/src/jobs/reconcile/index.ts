import {
  type AccountReport,
  createLeadership,
  type Database,
  type DeliveryFinding,
  type DeliveryReport,
  forgetGateways,
  newestReport,
  type OutboxRange,
  type ReconciliationReport,
  saveReconciliationReport,
} from '@touchline/db'
import type { EventLog } from '@touchline/streams'
import { repeat } from '../../repeat.ts'
import { type AccountedGroup, createAccountCheck } from './account.ts'
import { createDeliveryCheck } from './delivery.ts'
import { createNews } from './news.ts'

export interface ReconciliationOptions {
  readonly database: Database
  readonly log: Pick<EventLog, 'lag'>
  /** Names this process among those that may lead. */
  readonly holder: string
  /** Which group's checkpoints account for which topics. */
  readonly groups: readonly AccountedGroup[]
  /** Has the relay look at these rows of the outbox. */
  readonly wakeRelay: (ranges: readonly OutboxRange[]) => void
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  /** Told of each delivery finding when it first shows, and of each report of an account that is not ok. */
  readonly onFinding: (finding: DeliveryFinding | AccountReport) => void
  readonly onError: (error: unknown) => void
  /** Default 10,000. */
  readonly intervalMs?: number
  /** How old a gap must be to count. Default 5,000. */
  readonly graceMs?: number
}

export interface Reconciliation {
  /** Finds and repairs gaps now; undefined where another processor does that. */
  runDelivery(): Promise<DeliveryReport | undefined>
  /** Makes this hour's account; undefined where it was made already, or another processor does it. */
  runAccount(): Promise<AccountReport | undefined>
  stop(): Promise<void>
}

const hourMs = 3_600_000
const gatewayForgottenMs = 120_000

/**
 * Compares what was stored with what was delivered, every 10 s, and accounts with the log, once an hour. One processor
 * at a time does it.
 */
export function createReconciliation(options: ReconciliationOptions): Reconciliation {
  const { database, holder, nowMs, onFinding, onError, intervalMs = 10_000 } = options
  const leadership = createLeadership(database, 'reconciliation', { holder })
  const checkDelivery = createDeliveryCheck(options)
  const checkAccount = createAccountCheck(options)
  const isNews = createNews(nowMs)
  const inTurn = createTurns()

  const runDelivery = () =>
    inTurn(() =>
      leadership.lead(async write => {
        const report = await checkDelivery(write)
        const news = isNews(report)
        for (const finding of news.findings) onFinding(finding)
        await write(async tx => {
          if (news.isDue) await saveReconciliationReport(tx, report)
          await forgetGateways(tx, gatewayForgottenMs)
        })
        return report
      }),
    )
  const runAccount = () =>
    inTurn(() =>
      leadership.lead(async write => {
        if (await isMade(database, nowMs())) return undefined
        const report = await checkAccount()
        await write(tx => saveReconciliationReport(tx, report))
        if (!report.ok) onFinding(report)
        return report
      }),
    )

  const work = async () => {
    await runDelivery()
    await runAccount()
  }
  const running = repeat({ everyMs: intervalMs, work, onError })
  return {
    runDelivery,
    runAccount,
    stop: async () => {
      await running.stop()
      await leadership.release().catch(onError)
    },
  }
}

/** The hour of a report is that of its time; only the leader makes one. */
async function isMade(database: Database, nowMs: number): Promise<boolean> {
  const newest = await newestReport(database, 'account')
  return newest !== undefined && Math.floor(Date.parse(newest.at) / hourMs) >= Math.floor(nowMs / hourMs)
}

/** One run after the other: they share what they remember of the run before. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T extends ReconciliationReport | undefined>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }
}
