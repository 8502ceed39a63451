import { createTokenBucket, type TokenBucket } from '../../rate/token-bucket.ts'

export interface CriticalRates {
  readonly partnerPerSecond: number
  readonly partnerBurst: number
  readonly matchPerSecond: number
  readonly matchBurst: number
}

export interface CriticalVerdict {
  /** Matches whose critical events are over the ceiling: none of those was taken. */
  readonly over: ReadonlySet<string>
  /** How long until the same would be taken; 0 where nothing is over. */
  readonly waitMs: number
}

/** The ceiling of the critical lane, far above any real match: what is over is refused, and never shed. */
export interface CriticalLimit {
  /** Takes a partner's critical events, counted by match; those of one match whole or not at all. */
  spend(partner: string, byMatch: ReadonlyMap<string, number>): CriticalVerdict
}

/** A match that is forgotten starts with a full burst again; its partner's own ceiling holds all the same. */
const maxMatches = 4_096

export function createCriticalLimit(rates: CriticalRates): CriticalLimit {
  const { partnerPerSecond, partnerBurst, matchPerSecond, matchBurst } = rates
  const partners = new Map<string, TokenBucket>()
  const matches = new Map<string, TokenBucket>()
  const partnerBucket = (partner: string) =>
    remembered(partners, partner, () => bucketOf(partnerPerSecond, partnerBurst))
  const matchBucket = (partner: string, matchId: string) => {
    const bucket = remembered(matches, `${partner}/${matchId}`, () => bucketOf(matchPerSecond, matchBurst))
    const [oldest] = matches.keys()
    if (matches.size > maxMatches && oldest !== undefined) matches.delete(oldest)
    return bucket
  }
  return {
    spend(partner, byMatch) {
      const asked = [...byMatch].map(([matchId, events]) => {
        const bucket = matchBucket(partner, matchId)
        return { matchId, events, bucket, waitMs: bucket.waitMs(events) }
      })
      const within = asked.filter(one => one.waitMs === 0)
      const own = partnerBucket(partner)
      const events = within.reduce((sum, one) => sum + one.events, 0)
      const ownWaitMs = own.waitMs(events)
      const waitMs = Math.max(ownWaitMs, ...asked.map(one => one.waitMs))
      if (ownWaitMs > 0) return { over: new Set(byMatch.keys()), waitMs }
      own.take(events)
      for (const one of within) one.bucket.take(one.events)
      return { over: new Set(asked.filter(one => one.waitMs > 0).map(one => one.matchId)), waitMs }
    },
  }
}

/** The half keeps a division from taking a token off the burst. */
const bucketOf = (perSecond: number, burst: number): TokenBucket =>
  createTokenBucket({ perSecond, burstFactor: (burst + 0.5) / perSecond })

/** The least recently asked for comes first. */
function remembered<T>(known: Map<string, T>, key: string, create: () => T): T {
  const one = known.get(key) ?? create()
  known.delete(key)
  known.set(key, one)
  return one
}
