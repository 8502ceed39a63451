import type { TestHouse } from '../house/house.ts'
import type { FansOrder, FansReport } from './fans.ts'
import type { Histogram } from './histogram.ts'
import type { LoadOrder, LoadReport } from './load.ts'
import { type Usage, usageOf } from './process-usage.ts'
import type { Worker } from './worker.ts'

export interface StepResult {
  readonly offeredPerSecond: number
  /** Events that reached a socket, per second, over the step. */
  readonly deliveredPerSecond: number
  readonly accepted: number
  readonly delivered: number
  readonly failed: number
  readonly outOfOrder: number
  readonly latency: Histogram
  /** True if all was delivered, in order, and p95 kept the budget. */
  readonly holds: boolean
  readonly usage: readonly ProcessUsage[]
}

export interface ProcessUsage {
  readonly name: string
  /** Of one core, over the step. */
  readonly cpuPercent: number
  readonly rssMiB: number
  readonly peakRssMiB: number
}

export const budgetMs = 500
const drainWithinMs = 20_000

export interface Bench {
  readonly house: TestHouse
  readonly load: Worker
  readonly fans: Worker
  readonly order: Omit<LoadOrder, 'eventsPerSecond' | 'run'>
}

/** One rate for one while: sends, waits until all has arrived, and counts what it took. */
export async function runStep(bench: Bench, eventsPerSecond: number, run: string): Promise<StepResult> {
  const { load, fans, order } = bench
  const before = await figures(fans)
  const usageBefore = measure(bench)
  const startedMs = performance.now()
  const sent = await load.ask<LoadReport>({ ...order, eventsPerSecond, run } satisfies LoadOrder)
  const seconds = (performance.now() - startedMs) / 1_000
  const usage = difference(usageBefore, measure(bench), seconds)
  const after = await drained(fans, before.received + sent.accepted)
  const delivered = after.received - before.received
  const outOfOrder = after.outOfOrder - before.outOfOrder
  const { latency } = after
  const complete = delivered === sent.accepted && outOfOrder === 0 && sent.failed === 0
  const kept = sent.tookSeconds <= order.seconds * 1.05 + 1
  return {
    offeredPerSecond: eventsPerSecond,
    deliveredPerSecond: Math.round(delivered / Math.max(sent.tookSeconds, order.seconds)),
    accepted: sent.accepted,
    delivered,
    failed: sent.failed,
    outOfOrder,
    latency,
    holds: complete && kept && latency.p95Ms < budgetMs,
    usage,
  }
}

type Figures = Extract<FansReport, { kind: 'figures' }>

const figures = (fans: Worker) => fans.ask<Figures>({ kind: 'peek' } satisfies FansOrder)

async function drained(fans: Worker, expected: number): Promise<Figures> {
  const deadline = performance.now() + drainWithinMs
  for (;;) {
    const now = await figures(fans)
    const done = now.received >= expected || performance.now() > deadline
    if (done) return fans.ask<Figures>({ kind: 'take' } satisfies FansOrder)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

function measure({ house, load, fans }: Bench): Map<string, Usage> {
  const ours = [...house.apps, ...house.services].map(({ name, pid }) => [name, usageOf(pid)] as const)
  const bench = [
    ['(load)', usageOf(load.pid)],
    ['(fans)', usageOf(fans.pid)],
  ] as const
  return new Map([...ours, ...bench])
}

function difference(before: Map<string, Usage>, after: Map<string, Usage>, seconds: number): ProcessUsage[] {
  return [...after].map(([name, { cpuSeconds, rssMiB, peakRssMiB }]) => ({
    name,
    cpuPercent: Math.round(((cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)) / seconds) * 100),
    rssMiB: Math.round(rssMiB),
    peakRssMiB: Math.round(peakRssMiB),
  }))
}
