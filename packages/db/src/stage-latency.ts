/** How long something took lately, in milliseconds; null where nothing was noted. */
export interface LatencyReading {
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

/** A histogram of a fixed size over the last half to whole minute. */
export interface StageLatency {
  /** Cheap enough for every event: one addition. */
  add(ms: number): void
  read(): LatencyReading
}

const smallestMs = 0.1
const growth = 1.2
/** The last one's bound lies beyond two minutes. */
const buckets = 78
const perBucket = 1 / Math.log(growth)

const bucketOf = (ms: number): number =>
  ms <= smallestMs ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms / smallestMs) * perBucket))
const boundMs = (bucket: number): number => smallestMs * growth ** bucket

/** Two halves take turns, so that what is old is forgotten without being kept one by one. A reading is at most 20 % high. */
export function createStageLatency(nowMs: () => number, halfMs = 30_000): StageLatency {
  let halves = [new Uint32Array(buckets), new Uint32Array(buckets)] as const
  let turnedAtMs = nowMs()
  const turn = () => {
    const passedMs = nowMs() - turnedAtMs
    if (passedMs < halfMs) return
    const [older, newer] = halves
    if (passedMs >= 2 * halfMs) newer.fill(0)
    halves = [newer, older.fill(0)]
    turnedAtMs = nowMs()
  }
  return {
    add: ms => {
      const [, newer] = halves
      const bucket = bucketOf(ms)
      newer[bucket] = (newer[bucket] ?? 0) + 1
    },
    read: () => {
      turn()
      const [older, newer] = halves
      const counts = newer.map((count, bucket) => count + (older[bucket] ?? 0))
      const total = counts.reduce((sum, count) => sum + count, 0)
      const at = (share: number) => (total === 0 ? null : percentile(counts, total * share))
      return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
    },
  }
}

function percentile(counts: Uint32Array, wanted: number): number {
  let sum = 0
  for (const [bucket, count] of counts.entries()) {
    sum += count
    if (sum >= wanted) return Math.round(boundMs(bucket) * 10) / 10
  }
  return boundMs(buckets - 1)
}

/** As gauges of a stage report: `p50Ms`, `p95Ms`, `p99Ms`, with what they are of behind a dot. */
export function latencyGauges(latency: StageLatency, of?: string): Record<string, number> {
  const entries = Object.entries(latency.read()).flatMap(([name, ms]) =>
    ms === null ? [] : [[of === undefined ? name : `${name}.${of}`, ms]],
  )
  return Object.fromEntries(entries)
}
