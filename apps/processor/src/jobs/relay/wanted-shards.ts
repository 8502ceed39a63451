/** The shards to relay next: those with critical events first, yet never twice running while others wait. */
export interface WantedShards {
  add(shards: readonly number[], urgent: readonly number[]): void
  /** Takes the next ones out. */
  take(): readonly number[]
  isEmpty(): boolean
}

export function createWantedShards(): WantedShards {
  const wanted = new Set<number>()
  const urgent = new Set<number>()
  let lastWasUrgent = false
  return {
    add(shards, urgentShards) {
      for (const shard of shards) wanted.add(shard)
      for (const shard of urgentShards) {
        wanted.add(shard)
        urgent.add(shard)
      }
    },
    take() {
      lastWasUrgent = !lastWasUrgent && urgent.size > 0 && urgent.size < wanted.size
      const taken = [...(lastWasUrgent ? urgent : wanted)]
      for (const shard of taken) wanted.delete(shard)
      urgent.clear()
      return taken
    },
    isEmpty: () => wanted.size === 0,
  }
}
