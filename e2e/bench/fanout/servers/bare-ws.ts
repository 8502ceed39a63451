import { Redis } from 'ioredis'
import { WebSocketServer } from 'ws'
import { plainChannel, type StartServer } from '../contender.ts'
import { listen } from './listen.ts'

/** The least that a WebSocket library asks for: the text as it came, sent to each socket. */
export const start: StartServer = async ({ redisUrl }) => {
  const { server, port } = await listen()
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  const redis = new Redis(redisUrl)
  redis.on('message', (_channel: string, text: string) => {
    for (const socket of sockets.clients) socket.send(text)
  })
  await redis.subscribe(plainChannel)
  return port
}
