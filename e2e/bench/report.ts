import type { Profile } from '../house/house.ts'
import type { StepResult } from './step.ts'

export interface PipelineReport {
  readonly profile: Profile
  /** Batched inserts of event and outbox rows alone, on the same server in the same run. */
  readonly bareLimitPerSecond: number
  readonly steps: readonly StepResult[]
  /** The highest rate that held. */
  readonly bestPerSecond: number
  readonly ratio: number
}

const headings = [
  'offered/s',
  'delivered/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'max ms',
  'lost',
  'disorder',
  'holds',
]

export function asTable({
  profile,
  bareLimitPerSecond,
  steps,
  bestPerSecond,
  ratio,
}: PipelineReport): string {
  const rows = steps.map(({ latency, ...step }) => [
    step.offeredPerSecond,
    step.deliveredPerSecond,
    latency.p50Ms,
    latency.p95Ms,
    latency.p99Ms,
    latency.maxMs,
    step.accepted - step.delivered + step.failed,
    step.outOfOrder,
    step.holds ? 'yes' : 'NO',
  ])
  const line = (cells: readonly (string | number)[]) => cells.map(cell => String(cell).padStart(12)).join('')
  const usage = steps.flatMap(step => [
    `  at ${step.offeredPerSecond}/s, % of a core and MiB now (peak): ${step.usage
      .map(({ name, cpuPercent, rssMiB, peakRssMiB }) => `${name} ${cpuPercent} % ${rssMiB} (${peakRssMiB})`)
      .join(', ')}`,
  ])
  return [
    `${profile}: bare limit ${bareLimitPerSecond} rows/s; best rate that holds ${bestPerSecond}/s, ratio ${ratio.toFixed(2)}`,
    line(headings),
    ...rows.map(line),
    ...usage,
    '',
  ].join('\n')
}
