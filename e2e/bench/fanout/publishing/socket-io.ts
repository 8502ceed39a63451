import { createAdapter } from '@socket.io/redis-adapter'
import { matchIdSchema } from '@touchline/contracts'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'
import type { StartPublisher } from '../contender.ts'
import { eventAt } from '../events.ts'

/** Another server of the same application, without sockets of its own: its emits go through the adapter. */
export const start: StartPublisher = async where => {
  const publishing = new Redis(where.redisUrl)
  const io = new Server({ adapter: createAdapter(publishing, publishing.duplicate()) })
  const matchId = matchIdSchema.parse(where.matchId)
  return {
    announce: seq => void io.to(matchId).emit('event', eventAt(matchId, seq)),
    settle: async () => void (await publishing.ping()),
  }
}
