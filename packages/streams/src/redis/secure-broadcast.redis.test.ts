import type { RedisSettings } from '@touchline/contracts/redis'
import { afterAll, expect, it, vi } from 'vitest'
import type { Broadcast } from '../broadcast.ts'
import { describeBroadcast } from '../contract/broadcast.contract.ts'
import { createTcpProxy, type TcpProxy } from '../contract/tcp-proxy.ts'
import {
  type SecureRedis,
  type SecureRedisOptions,
  startSecureRedis,
} from '../redis-client/testing/secure-redis.ts'
import { createRedisBroadcast } from './broadcast.ts'

const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function start(options: SecureRedisOptions): Promise<{ redis: SecureRedis; proxies: TcpProxy[] }> {
  const redis = await startSecureRedis(options)
  return { redis, proxies: await Promise.all(redis.ports.map(createTcpProxy)) }
}

const settingsOf = ({ authority: { ca }, username, password }: SecureRedis, port: number | undefined) =>
  ({ urls: [`rediss://localhost:${port}`], username, password, tls: { ca } }) satisfies RedisSettings

const harness = (options: SecureRedisOptions) => async () => {
  const { redis, proxies } = await start(options)
  const natMap = Object.fromEntries(
    redis.ports.map((port, place) => [
      `127.0.0.1:${port}`,
      { host: '127.0.0.1', port: proxies[place]?.port ?? 0 },
    ]),
  )
  return {
    open: async () => createRedisBroadcast({ ...settingsOf(redis, proxies[0]?.port), natMap }),
    takeAway: async (how: 'cut' | 'silence') => {
      for (const proxy of proxies) proxy[how]()
    },
    restore: async () => {
      for (const proxy of proxies) proxy.restore()
    },
    stop: async () => {
      await Promise.all(proxies.map(proxy => proxy.close()))
      await redis.stop()
    },
  }
}

describeBroadcast('redis with TLS and a user', harness({}))
describeBroadcast('redis cluster with TLS, by one URL', harness({ cluster: true }))

async function opened(options: SecureRedisOptions): Promise<SecureRedis> {
  const redis = await startSecureRedis(options)
  stops.push(redis.stop)
  return redis
}

/** What is told of settings with which nothing is reached, beside that nothing is. */
async function refusalOf(settings: RedisSettings): Promise<string> {
  const errors: string[] = []
  const broadcast = open(settings, error => errors.push(String(error)))
  await expect(broadcast.ping()).rejects.toThrow('Redis can')
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), 5_000)
  return errors.join('\n')
}

function open(settings: RedisSettings, onError: (error: unknown) => void = () => {}): Broadcast {
  const broadcast = createRedisBroadcast({ ...settings, onError })
  stops.push(() => broadcast.close())
  return broadcast
}
const untilReached = (broadcast: Broadcast) => vi.waitFor(() => broadcast.ping(), 10_000)

it('refuses servers of another authority or of another name, and is refused with a wrong password', async () => {
  const [redis, elsewhere] = [await opened({}), await opened({ names: 'DNS:elsewhere,IP:127.0.0.1' })]
  const settings = settingsOf(redis, redis.ports[0])
  await untilReached(open(settings))
  expect(await refusalOf({ ...settings, tls: { ca: elsewhere.authority.ca } })).toMatch(/certificate|issuer/)
  expect(await refusalOf({ ...settings, tls: {} })).toMatch(/certificate|issuer/)
  expect(await refusalOf({ ...settings, password: 'wrong' })).toContain('WRONGPASS')
  expect(await refusalOf(settingsOf(elsewhere, elsewhere.ports[0]))).toContain('altnames')
})

it('refuses the nodes of a cluster whose certificate does not hold the name that was configured', async () => {
  const redis = await opened({ cluster: true, names: 'IP:127.0.0.1' })
  const settings = settingsOf(redis, redis.ports[0])
  expect(await refusalOf(settings)).toContain('altnames')
  await untilReached(open({ ...settings, urls: [`rediss://127.0.0.1:${redis.ports[0]}`] }))
})

it('shows its certificate where the server asks for one', async () => {
  const redis = await opened({ asksClients: true })
  const settings = settingsOf(redis, redis.ports[0])
  const { cert, key } = redis.clientCertificate
  await refusalOf(settings)
  await untilReached(open({ ...settings, tls: { ...settings.tls, cert, key } }))
})

it('asks until Redis answers, where it is away at the start', async () => {
  const { redis, proxies } = await start({ cluster: true })
  stops.push(redis.stop, ...proxies.map(proxy => () => proxy.close()))
  const [proxy] = proxies
  proxy?.cut()
  const broadcast = open(settingsOf(redis, proxy?.port))
  const notice = { channel: 'm', epoch: 1, firstSeq: 1, lastSeq: 1 }
  await expect(broadcast.publish([notice])).rejects.toThrow("Redis can't be reached")
  await expect(broadcast.subscribe('m', { onNotice() {}, onInterrupted() {} })).rejects.toThrow()
  proxy?.restore()
  await untilReached(broadcast)
  const onNotice = vi.fn()
  await broadcast.subscribe('m', { onNotice, onInterrupted() {} })
  await broadcast.publish([notice])
  await vi.waitFor(() => expect(onNotice).toHaveBeenCalledWith(notice), 5_000)
})
