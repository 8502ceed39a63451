import type { PipelineStores, StageReport, TopicLag } from './pipeline.ts'

/** A stage, over all processes that spoke lately. */
export interface StageFacts {
  readonly stage: string
  /** Processes heard from within the last 10 s. */
  readonly instances: number
  /** When one was last heard from; ISO 8601. */
  readonly lastHeardAt: string
  /** Per second, added up. */
  readonly rates: Readonly<Record<string, number>>
  /** Added up, but for times (`…Ms`), lags and ends, where the worst counts. */
  readonly gauges: Readonly<Record<string, number>>
}

/** The pipeline at one moment. What is kept of each minute is the same. */
export interface PipelineFacts extends PipelineStores {
  readonly stages: readonly StageFacts[]
  readonly lag: readonly TopicLag[]
}

const silentAfterMs = 10_000

/** One entry for each stage; of one that nobody has spoken for within 10 s, only since when. */
export function stageFacts(reports: readonly StageReport[], nowMs: number): StageFacts[] {
  const byStage = Map.groupBy(reports, report => report.stage)
  return [...byStage].map(([stage, all]) => {
    const fresh = all.filter(one => nowMs - Date.parse(one.reportedAt) < silentAfterMs)
    const times = all.map(({ reportedAt }) => reportedAt).sort()
    return {
      stage,
      instances: fresh.length,
      lastHeardAt: times.at(-1) ?? '',
      rates: merged(
        fresh.map(({ rates }) => rates),
        () => sum,
      ),
      gauges: merged(
        fresh.map(({ gauges }) => gauges),
        mergeOfGauge,
      ),
    }
  })
}

type Merge = (values: readonly number[]) => number
const sum: Merge = values => values.reduce((a, b) => a + b, 0)
const worst: Merge = values => Math.max(...values)
const mean: Merge = values => sum(values) / values.length

/** All processors tell the same of the log, each of all partitions. */
const isWorst = /Ms(\.|$)|^(lag|end|nearRetention)/
const least: Merge = values => Math.min(...values)
const farthest: Merge = values => values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))
const mergeOfGauge = (name: string): Merge => {
  if (name.startsWith('headroom')) return least
  // A clock may be behind, too.
  if (name.startsWith('clockSkewMs')) return farthest
  return isWorst.test(name) ? worst : sum
}

function merged(
  all: readonly Readonly<Record<string, number>>[],
  mergeOf: (name: string) => Merge,
): Record<string, number> {
  const values = new Map<string, number[]>()
  for (const [name, value] of all.flatMap(one => Object.entries(one))) {
    values.set(name, [...(values.get(name) ?? []), value])
  }
  return Object.fromEntries([...values].map(([name, its]) => [name, rounded(mergeOf(name)(its))]))
}

const rounded = (value: number) => Math.round(value * 10) / 10

const lagPrefix = 'lagRecords.'

/** Processors report each topic's lag as the gauges `lagRecords.<topic>` and `lagSeconds.<topic>`. */
export function lagOf(stages: readonly StageFacts[]): TopicLag[] {
  const gauges = stages.find(({ stage }) => stage === 'processor')?.gauges ?? {}
  return Object.entries(gauges)
    .filter(([name]) => name.startsWith(lagPrefix))
    .map(([name, records]) => {
      const topic = name.slice(lagPrefix.length)
      return { topic, records, seconds: gauges[`lagSeconds.${topic}`] ?? 0 }
    })
}

/** A minute as one: rates and amounts by their mean, times and lags by their worst, what is counted as it was last. */
export function factsOfMinute(samples: readonly PipelineFacts[]): PipelineFacts | undefined {
  const last = samples.at(-1)
  if (!last) return undefined
  const stages = last.stages.map(stage => {
    const its = samples.flatMap(({ stages }) => stages.filter(one => one.stage === stage.stage))
    return {
      ...stage,
      rates: merged(
        its.map(({ rates }) => rates),
        () => mean,
      ),
      gauges: merged(
        its.map(({ gauges }) => withoutEnds(gauges)),
        name => (isWorst.test(name) ? worst : mean),
      ),
    }
  })
  const oldestSeconds = rounded(worst(samples.map(({ outbox }) => outbox.oldestSeconds)))
  return { ...last, stages, lag: lagOf(stages), outbox: { ...last.outbox, oldestSeconds } }
}

/** The ends of single partitions are of use for now alone. */
const withoutEnds = (gauges: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(gauges).filter(([name]) => !name.startsWith('end.')))
