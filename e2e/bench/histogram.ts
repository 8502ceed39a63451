/** Latencies in milliseconds, in buckets of 1 ms up to a minute; slower ones count as a minute. */
export interface Histogram {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const slowestMs = 60_000

export function createRecorder() {
  let buckets = new Uint32Array(slowestMs + 1)
  let count = 0
  const percentile = (share: number): number => {
    const wanted = Math.ceil(count * share)
    let seen = 0
    for (let ms = 0; ms <= slowestMs; ms += 1) {
      seen += buckets[ms] ?? 0
      if (seen >= wanted) return ms
    }
    return slowestMs
  }
  const figures = (): Histogram =>
    count === 0
      ? { count: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 }
      : {
          count,
          p50Ms: percentile(0.5),
          p95Ms: percentile(0.95),
          p99Ms: percentile(0.99),
          maxMs: percentile(1),
        }
  return {
    record(latencyMs: number) {
      const ms = Math.min(slowestMs, Math.max(0, Math.round(latencyMs)))
      buckets[ms] = (buckets[ms] ?? 0) + 1
      count += 1
    },
    peek: figures,
    /** The figures since the last `take`; begins anew. */
    take(): Histogram {
      const taken = figures()
      buckets = new Uint32Array(slowestMs + 1)
      count = 0
      return taken
    },
  }
}
