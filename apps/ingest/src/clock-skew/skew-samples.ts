/** One comparison of a provider's clock with ours: positive where theirs runs ahead. */
interface Sample {
  readonly atMs: number
  readonly skewMs: number
}

/** Below this, network delay and times told in whole seconds explain what differs. */
export const noticeableMs = 2_000
/** Beyond this nothing is corrected: such a clock tells nothing, and a webhook with its time is refused. */
export const correctableMs = 5 * 60_000

const maxSamples = 32
const sampleEveryMs = 1_000

/** What was measured of one provider's clock lately. */
export interface SkewSamples {
  /** Takes a measurement, the promptest of each second; whether it did. */
  add(skewMs: number, atMs: number): boolean
  /** The median; undefined before the first measurement. */
  medianMs(): number | undefined
  /** By how much to set back the times of the message that this was measured of. */
  correctionMs(skewMs: number): number
  lastAtMs(): number | undefined
}

export function createSkewSamples(): SkewSamples {
  let samples: readonly Sample[] = []
  const medianMs = () => {
    const sorted = samples.map(sample => sample.skewMs).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)]
  }
  /**
   * One prompt message proves that a clock is not slow: of many that were under way, some were so briefly. The first one
   * counts at once, so that a restart of ours dates nothing differently.
   */
  const slowBy = () => {
    const promptest = Math.max(...samples.map(sample => sample.skewMs))
    return promptest < -noticeableMs ? promptest : 0
  }
  return {
    add(skewMs, atMs) {
      const last = samples.at(-1)
      const isSameSecond = last !== undefined && atMs - last.atMs < sampleEveryMs
      if (isSameSecond && skewMs <= last.skewMs) return false
      const kept = isSameSecond ? samples.slice(0, -1) : samples.slice(1 - maxSamples)
      samples = [...kept, { skewMs, atMs: isSameSecond ? last.atMs : atMs }]
      return true
    },
    medianMs,
    correctionMs(skewMs) {
      if (Math.abs(skewMs) <= noticeableMs) return 0
      return correctable(skewMs < 0 ? slowBy() : fastBy(skewMs, medianMs() ?? 0))
    },
    lastAtMs: () => samples.at(-1)?.atMs,
  }
}

/** A message can't be early: its own time proves that its sender's clock is ahead, whoever else's is not. */
const fastBy = (skewMs: number, median: number): number =>
  Math.abs(skewMs - median) <= noticeableMs ? median : skewMs

const correctable = (skewMs: number): number => (Math.abs(skewMs) > correctableMs ? 0 : Math.round(skewMs))
