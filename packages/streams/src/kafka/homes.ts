/** By partition: where it lives. Partitions that live at the same places share the fate of those. */
export type Homes = readonly string[]

/** Where the partitions of topics live, as last told: who asks waits for the first answer of a topic alone. */
export interface KnownHomes {
  of(topic: string): Promise<Homes>
  /** What is known may be out of date: it is asked for again by the next who wants it. */
  doubt(): void
}

const reloadAfterMs = 10_000
const doubtedAfterMs = 500

interface Known {
  homes: Promise<Homes>
  reloadAtMs: number
}

export function createKnownHomes(load: (topic: string) => Promise<Homes>): KnownHomes {
  const topics = new Map<string, Known>()

  function first(topic: string): Known {
    const known = { homes: load(topic), reloadAtMs: performance.now() + reloadAfterMs }
    topics.set(topic, known)
    known.homes.catch(() => topics.delete(topic))
    return known
  }

  function reload(topic: string, known: Known): void {
    known.reloadAtMs = performance.now() + reloadAfterMs
    load(topic).then(
      homes => {
        known.homes = Promise.resolve(homes)
      },
      () => {},
    )
  }

  return {
    of(topic) {
      const known = topics.get(topic) ?? first(topic)
      if (performance.now() > known.reloadAtMs) reload(topic, known)
      return known.homes
    },
    doubt() {
      const soonMs = performance.now() + doubtedAfterMs
      for (const known of topics.values()) known.reloadAtMs = Math.min(known.reloadAtMs, soonMs)
    },
  }
}
