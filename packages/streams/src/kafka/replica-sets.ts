/** By partition: a name for its leader and replicas. A broker that is lost stops those that it is part of. */
export type ReplicaSets = readonly string[]

/** The replica sets of topics, as last told. Only the first question about a topic waits for the answer. */
export interface KnownReplicaSets {
  of(topic: string): Promise<ReplicaSets>
  /** Asks again at the next question: what is known may be out of date. */
  invalidate(): void
}

const reloadAfterMs = 10_000
const invalidatedAfterMs = 500

interface Known {
  replicaSets: Promise<ReplicaSets>
  reloadAtMs: number
}

export function createKnownReplicaSets(load: (topic: string) => Promise<ReplicaSets>): KnownReplicaSets {
  const topics = new Map<string, Known>()

  function first(topic: string): Known {
    const known = { replicaSets: load(topic), reloadAtMs: performance.now() + reloadAfterMs }
    topics.set(topic, known)
    known.replicaSets.catch(() => topics.delete(topic))
    return known
  }

  function reload(topic: string, known: Known): void {
    known.reloadAtMs = performance.now() + reloadAfterMs
    load(topic).then(
      replicaSets => {
        known.replicaSets = Promise.resolve(replicaSets)
      },
      () => {},
    )
  }

  return {
    of(topic) {
      const known = topics.get(topic) ?? first(topic)
      if (performance.now() > known.reloadAtMs) reload(topic, known)
      return known.replicaSets
    },
    invalidate() {
      const soonMs = performance.now() + invalidatedAfterMs
      for (const known of topics.values()) known.reloadAtMs = Math.min(known.reloadAtMs, soonMs)
    },
  }
}
