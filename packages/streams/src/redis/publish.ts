import type { Redis } from 'ioredis'
import type { Notice } from '../broadcast.ts'
import { locate } from './locate.ts'
import { frameOf, redisChannelOf } from './notice-frame.ts'
import type { Servers } from './servers.ts'
import { untilReady } from './until-ready.ts'

/**
 * Sends each notice straight to the server of its channel. The cluster client's own redirecting would send what
 * finds a server unready to another one, and so out of order.
 */
export async function publish(
  servers: Servers,
  notices: readonly Notice[],
  timeoutMs: number,
): Promise<void> {
  const placeOf = await locate(
    servers,
    notices.map(({ channel }) => redisChannelOf(servers.prefix, channel)),
    timeoutMs,
  )
  const byPlace = Map.groupBy(notices, ({ channel }) => placeOf(redisChannelOf(servers.prefix, channel)))
  try {
    await Promise.all([...byPlace].map(([place, own]) => publishAt(servers, place, own, timeoutMs)))
  } catch (error) {
    void servers.refresh()
    throw error
  }
}

async function publishAt(servers: Servers, place: string, notices: Notice[], timeoutMs: number) {
  const server = await readyAt(servers, place, timeoutMs)
  const sends = notices.map(notice => {
    const [channel, frame] = [redisChannelOf(servers.prefix, notice.channel), frameOf(notice)]
    return servers.sharded ? server.spublish(channel, frame) : server.publish(channel, frame)
  })
  await Promise.all(sends)
}

/** The cluster client connects to a server when it first needs it. */
async function readyAt(servers: Servers, place: string, timeoutMs: number): Promise<Redis> {
  const server = servers.publisherAt(place)
  if (!server) throw new Error('the server of a channel is gone')
  if (server.status === 'wait') server.connect().catch(() => {})
  await untilReady(server, timeoutMs)
  return server
}
