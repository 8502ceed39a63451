import type { Source } from '@touchline/contracts'
import type { HealthCheck, Logger, Metrics } from '@touchline/telemetry'
import { correctableMs, createSkewSamples, noticeableMs, type SkewSamples } from './skew-samples.ts'

export interface Provider {
  readonly source: Source
  readonly provider: string
}

/** What a provider's clock read, in whole seconds, when ours read `ourMs`; both since 1970. */
export interface ClockReading extends Provider {
  readonly theirSeconds: number
  readonly ourMs: number
}

/** How providers' clocks stand to ours. Holds a few numbers for each provider that proved who it is. */
export interface ClockSkew {
  /** Measures, and tells by how much to set back the times that came with the reading: 0 for a clock that is right. */
  observe(reading: ClockReading): number
  /** Positive: the provider's clock runs ahead. */
  readings(): readonly (Provider & { readonly skewMs: number })[]
}

/** A time told in whole seconds is half a second old on average. */
const roundingMs = 500
/** While messages with a better time come, one that is refused for its time says nothing of the clock. */
const staleSaysNothingMs = 60_000

type State = 'right' | 'corrected' | 'beyond'

interface Known {
  readonly provider: Provider
  readonly samples: SkewSamples
  state: State
}

export function createClockSkew(logger: Logger): ClockSkew {
  const known = new Map<string, Known>()
  const knownOf = ({ source, provider }: Provider): Known => {
    const key = `${source} ${provider}`
    const one = known.get(key) ?? {
      ...{ provider: { source, provider }, samples: createSkewSamples() },
      state: 'right' as State,
    }
    known.set(key, one)
    return one
  }
  return {
    observe(reading) {
      const { theirSeconds, ourMs } = reading
      const skewMs = theirSeconds * 1_000 + roundingMs - ourMs
      const one = knownOf(reading)
      const isNews = isWorthKeeping(one.samples, skewMs, ourMs) && one.samples.add(skewMs, ourMs)
      if (isNews) tellChange(one, logger)
      return one.samples.correctionMs(skewMs)
    },
    readings: () =>
      [...known.values()].map(({ provider, samples }) => ({ ...provider, skewMs: samples.medianMs() ?? 0 })),
  }
}

function isWorthKeeping(samples: SkewSamples, skewMs: number, ourMs: number): boolean {
  if (Math.abs(skewMs) <= correctableMs) return true
  const lastAtMs = samples.lastAtMs()
  return lastAtMs === undefined || isBeyond(samples.medianMs()) || ourMs - lastAtMs > staleSaysNothingMs
}

const isBeyond = (skewMs = 0): boolean => Math.abs(skewMs) > correctableMs

function tellChange(one: Known, logger: Logger): void {
  const skewMs = one.samples.medianMs() ?? 0
  const state = stateOf(skewMs)
  if (state === one.state) return
  one.state = state
  const fields = { ...one.provider, skewSeconds: Math.round(skewMs / 1_000) }
  if (state === 'right') logger.info(fields, "the provider's clock agrees with ours again")
  if (state === 'corrected')
    logger.warn(fields, "the provider's clock differs from ours: its times are corrected")
  if (state === 'beyond') logger.warn(fields, "the provider's clock differs too much to be corrected")
}

function stateOf(skewMs: number): State {
  if (isBeyond(skewMs)) return 'beyond'
  return Math.abs(skewMs) > noticeableMs ? 'corrected' : 'right'
}

export function gaugeClockSkew(metrics: Metrics, clocks: ClockSkew): void {
  metrics.gauge(
    'touchline_provider_clock_skew_seconds',
    "How far a provider's clock runs ahead of ours, or, negative, behind",
    () =>
      clocks.readings().map(({ skewMs, source, provider }) => ({
        value: skewMs / 1_000,
        attributes: { source, provider },
      })),
  )
}

/** Warns, and never fails: another instance would have the same provider with the same clock. */
export const clockSkewCheck = (clocks: ClockSkew): HealthCheck => ({
  name: 'provider-clocks',
  check: async () => {},
  warning: () => {
    const beyond = clocks.readings().filter(({ skewMs }) => isBeyond(skewMs)).length
    if (beyond === 0) return undefined
    return `providers whose clocks differ by more than five minutes: ${beyond}`
  },
})
