import type { TopicPartition } from '../event-log.ts'

/** Which partitions a member holds, and the batches of them that are in hand. */
export interface Holdings {
  assigned(): TopicPartition[]
  holds(place: TopicPartition): boolean
  /** The group settled anew: batches that were in hand are told to give up. */
  replace(assignment: Readonly<Record<string, readonly number[]>>): void
  abortAll(): void
  /** Runs work when no other work on that partition is under way. */
  exclusively(place: TopicPartition, work: (signal: AbortSignal) => Promise<void>): Promise<void>
}

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`

export function createHoldings(): Holdings {
  let held = new Map<string, TopicPartition>()
  const inHand = new Set<AbortController>()
  const turns = new Map<string, Promise<void>>()

  function abortAll(): void {
    for (const controller of inHand) controller.abort()
  }

  async function run(before: Promise<void> | undefined, work: (signal: AbortSignal) => Promise<void>) {
    const controller = new AbortController()
    inHand.add(controller)
    try {
      await before
      if (!controller.signal.aborted) await work(controller.signal)
    } finally {
      inHand.delete(controller)
    }
  }

  return {
    assigned: () => [...held.values()],
    holds: place => held.has(keyOf(place)),
    replace(assignment) {
      abortAll()
      const places = Object.entries(assignment).flatMap(([topic, partitions]) =>
        partitions.map(partition => ({ topic, partition })),
      )
      held = new Map(places.map(place => [keyOf(place), place]))
    },
    abortAll,
    async exclusively(place, work) {
      const key = keyOf(place)
      const turn = run(turns.get(key), work).catch(() => {})
      turns.set(key, turn)
      await turn
      if (turns.get(key) === turn) turns.delete(key)
    },
  }
}
