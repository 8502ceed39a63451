import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Whether the process has time for newcomers beside those it serves. */
export interface LoadGauge {
  readonly isOverloaded: boolean
  close(): void
}

export interface LoadGaugeOptions {
  /** Above it for two samples on end: overloaded, until it has been under half of it for as many. */
  readonly maxDelayMs: number
  /** How far the fan-out is behind; the larger of it and the loop's own delay counts. */
  readonly backlogMs?: () => number
  /** Default: the median of the event loop's delay since it was last asked. */
  readonly loopDelayMs?: () => number
  /** Default 500. */
  readonly sampleMs?: number
}

const badSamples = 2
const goodSamples = 2

export function createLoadGauge(options: LoadGaugeOptions): LoadGauge {
  const { maxDelayMs, backlogMs = () => 0, sampleMs = 500 } = options
  const monitor = options.loopDelayMs ? undefined : watchLoop()
  const loopDelayMs = options.loopDelayMs ?? monitor?.readMs ?? (() => 0)
  let isOverloaded = false
  let against = 0
  const sample = () => {
    const delayMs = Math.max(loopDelayMs(), backlogMs())
    const speaksAgainst = isOverloaded ? delayMs < maxDelayMs / 2 : delayMs > maxDelayMs
    against = speaksAgainst ? against + 1 : 0
    if (against < (isOverloaded ? goodSamples : badSamples)) return
    isOverloaded = !isOverloaded
    against = 0
  }
  const timer = setInterval(sample, sampleMs)
  timer.unref()
  return {
    get isOverloaded() {
      return isOverloaded
    },
    close: () => {
      clearInterval(timer)
      monitor?.close()
    },
  }
}

const resolutionMs = 10

/** The median, since one long turn is no load; the monitor counts its own sleep as delay. */
function watchLoop() {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  return {
    readMs: () => {
      const medianMs = histogram.percentile(50) / 1e6 - resolutionMs
      histogram.reset()
      return Math.max(0, medianMs)
    },
    close: () => histogram.disable(),
  }
}
