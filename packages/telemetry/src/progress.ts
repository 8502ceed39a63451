/** What a consumer's partition looks like now. */
export interface PartitionProgress {
  readonly topic: string
  readonly partition: number
  readonly lagRecords: number
  readonly committedOffset: bigint
}

/** A partition (or, without a number, a topic) that has records waiting and does not move. */
export interface Stall {
  readonly topic: string
  readonly partition?: number
  readonly lagRecords: number
  readonly idleSeconds: number
}

export interface LiveReport {
  readonly ok: boolean
  readonly stalled: readonly Stall[]
}

export interface ProgressWatch {
  /** Takes the lag of all partitions held now; one that is missing was taken away, and is forgotten. */
  observe(partitions: readonly PartitionProgress[]): void
  /** Work went on in a way that no committed offset shows yet. */
  advanced(topic: string, partition: number): void
  report(): LiveReport
}

export interface ProgressWatchOptions {
  /** How long a partition with lag may stand still. Default 30,000. */
  readonly stallAfterMs?: number
  /** Of any clock that only rises. */
  readonly now: () => number
}

interface Watched {
  readonly progress: PartitionProgress
  readonly idleMs: number
}

/**
 * Tells a consumer that is stuck from one that has nothing to do. Only time that was observed counts: while the log
 * can't be asked nothing is known, so a long gap between two looks counts as a third of `stallAfterMs` at most.
 */
export function createProgressWatch({ stallAfterMs = 30_000, now }: ProgressWatchOptions): ProgressWatch {
  let watched = new Map<string, Watched>()
  let observedAtMs = now()
  return {
    observe(partitions) {
      const nowMs = now()
      const passedMs = Math.min(nowMs - observedAtMs, stallAfterMs / 3)
      observedAtMs = nowMs
      const look = (progress: PartitionProgress) => [keyOf(progress), next(progress, passedMs)] as const
      const next = (progress: PartitionProgress, ms: number): Watched => {
        const before = watched.get(keyOf(progress))
        return { progress, idleMs: before && stoodStill(before.progress, progress) ? before.idleMs + ms : 0 }
      }
      watched = new Map(partitions.map(look))
    },
    advanced(topic, partition) {
      const key = keyOf({ topic, partition })
      const known = watched.get(key)
      if (known) watched.set(key, { ...known, idleMs: 0 })
    },
    report() {
      const stalled = [...watched.values()].filter(({ idleMs }) => idleMs >= stallAfterMs).map(toStall)
      return { ok: stalled.length === 0, stalled }
    },
  }
}

const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
  `${topic} ${partition}`

const stoodStill = (before: PartitionProgress, after: PartitionProgress) =>
  before.lagRecords > 0 && after.lagRecords > 0 && before.committedOffset === after.committedOffset

const toStall = ({ progress, idleMs }: Watched): Stall => ({
  topic: progress.topic,
  partition: progress.partition,
  lagRecords: progress.lagRecords,
  idleSeconds: Math.round(idleMs / 1_000),
})
