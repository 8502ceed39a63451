import { EventEmitter, on } from 'node:events'
import type { MatchEvent } from '@touchline/contracts'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { Redis } from 'ioredis'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { plainChannel, type StartServer } from '../contender.ts'
import { listen } from './listen.ts'

const t = initTRPC.create()
const emitter = new EventEmitter().setMaxListeners(0)

/** As tRPC's documentation shows it: each subscriber iterates events of one emitter. */
const router = t.router({
  match: t.router({
    feed: t.procedure.input(z.object({ matchId: z.string() })).subscription(async function* ({ signal }) {
      for await (const [event] of on(emitter, 'event', signal ? { signal } : {})) {
        const { epoch, seq } = event as MatchEvent
        yield tracked(`${epoch}:${seq}`, event as MatchEvent)
      }
    }),
  }),
})

export const start: StartServer = async ({ redisUrl }) => {
  const { server, port } = await listen()
  const wss = new WebSocketServer({ server, path: '/trpc', perMessageDeflate: false })
  applyWSSHandler({ wss, router, keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 20_000 } })
  const redis = new Redis(redisUrl)
  redis.on('message', (_channel: string, text: string) => void emitter.emit('event', JSON.parse(text)))
  await redis.subscribe(plainChannel)
  return port
}
