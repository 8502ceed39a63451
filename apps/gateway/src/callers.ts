import { randomBytes } from 'node:crypto'
import type { Caller } from '@touchline/api'
import type { Identity } from '@touchline/contracts'
import { addressKey, networkKey } from '@touchline/contracts/addresses'
import { callerKey } from './admission/rates.ts'
import type { FeedJournal } from './evidence/feed-journal.ts'
import type { StreamPlaces } from './http/stream-places.ts'
import type { Meters } from './meters.ts'
import type { Quotas } from './quotas.ts'
import type { ReadQueue } from './reads/read-queue.ts'
import { readingOf } from './reads/reading.ts'

/** What all plain HTTP shares. */
export interface HttpShares {
  readonly enter: Caller['enter']
  /** Event streams, in all and of each caller. */
  readonly places: StreamPlaces
  readonly streams: Quotas
  readonly meters: Meters
  readonly journal: FeedJournal
  readonly reads: ReadQueue
}

export interface Peer {
  readonly address: string
  /** Ends its event stream for that of another. */
  displace?(): void
}

/** One request; all share places, and a response is pulled by its connection, so nothing waits here. */
export function httpCaller(
  identity: Identity,
  { address, displace = () => {} }: Peer,
  { enter, places, streams, meters, journal, reads }: HttpShares,
): Caller {
  const quotaKey = callerKey(identity, addressKey(address))
  const enterStream = () => {
    const leave = streams.take(quotaKey)
    const release = leave && places.take(networkKey(address, 48), displace)
    if (!release) leave?.()
    if (!release) return undefined
    meters.count('feeds', 1)
    let held = true
    return () => {
      if (held) meters.count('feeds', -1)
      held = false
      leave()
      release()
    }
  }
  return {
    identity,
    quotaKey,
    enter: kind => (kind === 'call' ? enter(kind) : enterStream()),
    read: readingOf(reads, address),
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
