import { type MatchEvent, matchIdSchema } from '@touchline/contracts'
import { createDatabase } from '@touchline/db'
import { createRedisBroadcast } from '@touchline/streams/redis'
import type { StartPublisher } from '../contender.ts'
import { eventAt } from '../events.ts'
import { createStore } from './store.ts'

const storeEveryMs = 100

/**
 * The notices that a relay sends. They are stored as well, a moment later and in batches, so that storing is on
 * nobody's path here: what is compared is fan-out.
 */
export const start: StartPublisher = async where => {
  const broadcast = createRedisBroadcast({ urls: [where.redisUrl] })
  const database = createDatabase({ url: where.databaseUrl, applicationName: 'fanout-publisher' })
  const store = createStore(database)
  const matchId = matchIdSchema.parse(where.matchId)
  let unstored: MatchEvent[] = []
  let storing = store.add(matchId, [])
  let last: Promise<void> = Promise.resolve()
  const storeAll = () => {
    const events = unstored
    unstored = []
    if (events.length > 0) storing = storing.then(() => store.add(matchId, events))
  }
  setInterval(storeAll, storeEveryMs)
  await storing
  await broadcast.ping()
  return {
    announce: seq => {
      const event = eventAt(matchId, seq)
      const body = JSON.stringify([{ ...event, relayedAt: event.storedAt }])
      unstored.push(event)
      last = broadcast.publish([{ channel: matchId, epoch: 1, firstSeq: seq, lastSeq: seq, body }])
    },
    settle: async () => {
      await last
      storeAll()
      await storing
    },
  }
}
