import type { Source } from '@touchline/contracts'
import { createStageLatency, latencyGauges, type StageReading } from '@touchline/db'
import type { Door } from './accept.ts'
import type { Accounts } from './accounts.ts'
import type { ClockSkew } from './clock-skew/clock-skew.ts'
import type { RunningSource } from './providers/running-source.ts'

/** The door with a clock at it: how long arrivals take until they are durable, and how much is on its way. */
export interface TimedDoor extends Door {
  readonly inFlight: number
  /** By `p50Ms` and so on, and by `p50Ms.<source>`. */
  latencies(): Record<string, number>
}

const sources = ['sensor', 'broadcast', 'social'] as const satisfies readonly Source[]

export function timed(door: Door, nowMs: () => number = () => performance.now()): TimedDoor {
  const all = createStageLatency(nowMs)
  const bySource = {
    sensor: createStageLatency(nowMs),
    broadcast: createStageLatency(nowMs),
    social: createStageLatency(nowMs),
  }
  let inFlight = 0
  return {
    async accept(arrival) {
      const startedMs = nowMs()
      inFlight += arrival.items.length
      try {
        return await door.accept(arrival)
      } finally {
        inFlight -= arrival.items.length
        const tookMs = nowMs() - startedMs
        all.add(tookMs)
        bySource[arrival.source].add(tookMs)
      }
    },
    get inFlight() {
      return inFlight
    },
    latencies: () => ({
      ...latencyGauges(all),
      ...Object.assign({}, ...sources.map(source => latencyGauges(bySource[source], source))),
    }),
  }
}

/** What ingest tells the console each second, of each kind of source too. */
export function stageReading(
  accounts: Pick<Accounts, 'counters'>,
  running: readonly Pick<RunningSource, 'source' | 'healthy'>[],
  door: TimedDoor,
  clocks: Pick<ClockSkew, 'readings'> = { readings: () => [] },
): StageReading {
  const { accepted, refused, deadLettered, bySource } = accounts.counters()
  const totals: Record<string, number> = {
    acceptedPerSecond: accepted,
    refusedPerSecond: refused,
    deadPerSecond: deadLettered,
  }
  const gauges: Record<string, number> = {
    sources: running.length,
    healthySources: running.filter(source => source.healthy()).length,
    inFlight: door.inFlight,
    ...door.latencies(),
  }
  for (const source of sources) {
    totals[`acceptedPerSecond.${source}`] = bySource[source].accepted
    totals[`refusedPerSecond.${source}`] = bySource[source].refused
    const its = running.filter(one => one.source === source)
    gauges[`sources.${source}`] = its.length
    gauges[`healthySources.${source}`] = its.filter(one => one.healthy()).length
    gauges[`clockSkewMs.${source}`] = worstSkewMs(clocks, source)
  }
  return { totals, gauges }
}

/** Of the provider whose clock differs most. */
function worstSkewMs(clocks: Pick<ClockSkew, 'readings'>, source: Source): number {
  const skews = clocks.readings().filter(one => one.source === source)
  return skews.reduce((worst, { skewMs }) => (Math.abs(skewMs) > Math.abs(worst) ? skewMs : worst), 0)
}
