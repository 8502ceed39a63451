import type { ActiveMatch, OutboxRange } from '@touchline/db'

/** Which of each match's newest events to count again, so that each look is short and none is passed over. */
export interface StoredRanges {
  next(active: readonly ActiveMatch[]): OutboxRange[]
  /** All of these were there. */
  counted(ranges: readonly OutboxRange[], holes: readonly OutboxRange[]): void
}

const alwaysAgain = 200
const atOnceMax = 2_000

export function createStoredRanges(): StoredRanges {
  let known = new Map<string, number>()
  return {
    next: active =>
      active.map(({ matchId, epoch, lastSeq }) => {
        const since = Math.min(known.get(`${matchId} ${epoch}`) ?? 0, lastSeq - alwaysAgain)
        return { matchId, epoch, firstSeq: Math.max(1, since + 1, lastSeq - atOnceMax + 1), lastSeq }
      }),
    counted(ranges, holes) {
      const broken = new Set(holes.map(({ matchId }) => matchId))
      // A match with a hole is counted as before, so that it shows for as long as it is near the head.
      const next = ranges.map(({ matchId, epoch, lastSeq }) => {
        const key = `${matchId} ${epoch}`
        return [key, broken.has(matchId) ? (known.get(key) ?? 0) : lastSeq] as const
      })
      known = new Map(next)
    },
  }
}
