import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'
import type { StartServer } from '../contender.ts'
import { listen } from './listen.ts'

/** A room for the match, and the Redis adapter between publisher and server. */
export const start: StartServer = async ({ redisUrl, matchId }) => {
  const { server, port } = await listen()
  const publishing = new Redis(redisUrl)
  const io = new Server(server, {
    transports: ['websocket'],
    perMessageDeflate: false,
    adapter: createAdapter(publishing, publishing.duplicate()),
  })
  io.on('connection', socket => void socket.join(matchId))
  return port
}
