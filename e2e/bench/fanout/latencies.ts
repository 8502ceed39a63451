/** Percentiles in milliseconds, of latencies that were noted in microseconds; exact to 2 %. */
export interface Latencies {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
}

const stepsPerDoubling = 40
const buckets = stepsPerDoubling * 32
const bucketOf = (micros: number): number =>
  Math.min(buckets - 1, Math.floor(Math.log2(Math.max(1, micros)) * stepsPerDoubling))
const microsOf = (bucket: number): number => 2 ** ((bucket + 0.5) / stepsPerDoubling)

export interface LatencyRecorder {
  record(micros: number): void
  /** The figures so far; begins anew. */
  take(): Latencies
}

export function createLatencyRecorder(): LatencyRecorder {
  let counts = new Uint32Array(buckets)
  let count = 0
  let maxMicros = 0
  const percentileMs = (share: number): number => {
    const wanted = Math.ceil(count * share)
    let seen = 0
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      seen += counts[bucket] ?? 0
      if (seen >= wanted) return Math.min(maxMicros, microsOf(bucket)) / 1_000
    }
    return maxMicros / 1_000
  }
  return {
    record(micros) {
      const bucket = bucketOf(micros)
      counts[bucket] = (counts[bucket] ?? 0) + 1
      count += 1
      maxMicros = Math.max(maxMicros, micros)
    },
    take() {
      const [p50Ms, p99Ms, p999Ms] =
        count === 0 ? [0, 0, 0] : [percentileMs(0.5), percentileMs(0.99), percentileMs(0.999)]
      const taken = { count, p50Ms, p99Ms, p999Ms, maxMs: maxMicros / 1_000 }
      counts = new Uint32Array(buckets)
      count = 0
      maxMicros = 0
      return taken
    },
  }
}
