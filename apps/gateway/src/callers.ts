import { randomBytes } from 'node:crypto'
import type { Caller } from '@touchline/api'
import type { Identity } from '@touchline/contracts'
import type { FeedJournal } from './evidence/feed-journal.ts'
import type { Meters } from './meters.ts'

/** What all plain HTTP shares. */
export interface HttpShares {
  readonly enter: Caller['enter']
  readonly meters: Meters
  readonly journal: FeedJournal
}

/** One request; all share places, and a response is pulled by its connection, so nothing waits here. */
export function httpCaller(identity: Identity, { enter, meters, journal }: HttpShares): Caller {
  return {
    identity,
    enter: kind => {
      const release = enter(kind)
      if (!release || kind === 'call') return release
      meters.count('feeds', 1)
      let held = true
      return () => {
        if (held) meters.count('feeds', -1)
        held = false
        release()
      }
    },
    take: async frames => meters.wrote(frames.length),
    began: ({ matchId, lanes = [], delaySeconds = 0 }, after) =>
      journal.began({
        connectionId: randomBytes(12).toString('base64url'),
        transport: 'sse',
        identity,
        matchId,
        lanes,
        delaySeconds,
        after,
      }),
  }
}
