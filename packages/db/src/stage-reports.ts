import type { Database } from './database.ts'
import { pruneStageReports, saveStageReport } from './queries/pipeline.ts'

export interface StageReading {
  /** Totals since the process began; reported as rates per second under the same names. */
  readonly totals: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

export interface StageReportOptions {
  readonly stage: string
  readonly instance: string
  readonly read: () => StageReading | Promise<StageReading>
  /** Default 1,000. */
  readonly intervalMs?: number
}

const reportsPerPruning = 600

/** Reports a stage once a second until stopped. A report that fails is skipped: the next one says it all. */
export function startStageReports(db: Database, options: StageReportOptions): { stop(): Promise<void> } {
  const { stage, instance, read, intervalMs = 1_000 } = options
  let before: { atMs: number; totals: Readonly<Record<string, number>> } | undefined
  let count = 0
  let current = Promise.resolve()

  const report = async () => {
    const { totals, gauges } = await read()
    const atMs = performance.now()
    const rates = before ? ratesBetween(before, { atMs, totals }) : {}
    before = { atMs, totals }
    await saveStageReport(db, {
      stage,
      instance,
      reportedAt: new Date().toISOString(),
      rates,
      gauges: { ...gauges },
    })
    count += 1
    if (count % reportsPerPruning === 0) await pruneStageReports(db, new Date())
  }
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    current = report()
      .catch(() => {})
      .finally(() => {
        busy = false
      })
  }, intervalMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await current
    },
  }
}

interface Totals {
  readonly atMs: number
  readonly totals: Readonly<Record<string, number>>
}

function ratesBetween(before: Totals, after: Totals): Record<string, number> {
  const seconds = Math.max(0.001, (after.atMs - before.atMs) / 1_000)
  const rate = (name: string, total: number) => Math.max(0, total - (before.totals[name] ?? 0)) / seconds
  return Object.fromEntries(
    Object.entries(after.totals).map(([name, total]) => [name, Math.round(rate(name, total) * 10) / 10]),
  )
}
