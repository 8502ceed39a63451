import type { ContenderName } from './contender.ts'
import type { Latencies } from './latencies.ts'
import type { LoadName } from './load.ts'
import type { ContenderRun, Sample } from './run-contender.ts'

/** One contender under one load: medians over the rounds. */
export interface Figures {
  readonly cpuMicrosPerDelivery: number
  /** What one core could deliver if it did nothing else. */
  readonly deliveriesPerSecondPerCore: number
  readonly latencies: Latencies
  readonly clientsShare: number
  readonly serverShare: number
  readonly faults: readonly string[]
  readonly rounds: readonly Sample[]
}

export interface ContenderFigures {
  readonly name: ContenderName
  readonly loads: Partial<Record<LoadName, Figures>>
  readonly idleBytesPerSocket: number | undefined
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? 0, sorted[middle] ?? 0]
  return (low + high) / 2
}

export function figuresOf(name: ContenderName, runs: readonly ContenderRun[]): ContenderFigures {
  const samples = runs.flatMap(run => run.samples)
  const byLoad = Map.groupBy(samples, sample => sample.load)
  const idle = runs.flatMap(({ idleBytesPerSocket: bytes }) => (bytes === undefined ? [] : [bytes]))
  return {
    name,
    loads: Object.fromEntries([...byLoad].map(([load, rounds]) => [load, together(rounds)])),
    idleBytesPerSocket: idle.length > 0 ? median(idle) : undefined,
  }
}

function together(rounds: readonly Sample[]): Figures {
  const cpuMicrosPerDelivery = median(rounds.map(round => round.cpuMicrosPerDelivery))
  const medianOf = (key: keyof Latencies) => median(rounds.map(round => round.latencies[key]))
  return {
    cpuMicrosPerDelivery,
    deliveriesPerSecondPerCore: 1e6 / cpuMicrosPerDelivery,
    latencies: {
      count: rounds.reduce((sum, round) => sum + round.latencies.count, 0),
      p50Ms: medianOf('p50Ms'),
      p99Ms: medianOf('p99Ms'),
      p999Ms: medianOf('p999Ms'),
      maxMs: Math.max(...rounds.map(round => round.latencies.maxMs)),
    },
    clientsShare: median(rounds.map(round => round.clientsShare)),
    serverShare: median(rounds.map(round => round.serverShare)),
    faults: [...new Set(rounds.flatMap(round => round.faults))],
    rounds,
  }
}
