/** Lets work on the same match go one after the other, in the order in which it came; on different ones at once. */
export interface MatchTurns {
  take<T>(matchIds: readonly string[], work: () => Promise<T>): Promise<T>
}

/**
 * Batches of one process never wait for each other's row locks: a wait in the database is one for another process, and
 * can be told by its length. Whoever comes waits for those before it alone, so that nobody can wait in a circle.
 */
export function createMatchTurns(): MatchTurns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(matchIds, work) {
      const before = matchIds.flatMap(matchId => last.get(matchId) ?? [])
      const { promise: done, resolve } = Promise.withResolvers<void>()
      for (const matchId of matchIds) last.set(matchId, done)
      try {
        await Promise.all(before)
        return await work()
      } finally {
        resolve()
        for (const matchId of matchIds) if (last.get(matchId) === done) last.delete(matchId)
      }
    },
  }
}
