import { type MatchEvent, matchIdSchema } from '@touchline/contracts'
import { Redis } from 'ioredis'
import { plainChannel, type StartPublisher } from '../contender.ts'
import { eventAt } from '../events.ts'

/** An event's JSON, for servers that bring nothing of their own. */
export const start: StartPublisher = async where => {
  const redis = new Redis(where.redisUrl)
  const matchId = matchIdSchema.parse(where.matchId)
  let last: Promise<unknown> = Promise.resolve()
  return {
    announce: seq => {
      const event: MatchEvent = eventAt(matchId, seq)
      last = redis.publish(plainChannel, JSON.stringify(event))
    },
    settle: async () => void (await last),
  }
}
