import { randomUUID } from 'node:crypto'
import { closeCodes } from '@touchline/contracts'
import type { Redis } from 'ioredis'
import { afterEach, expect, it, vi } from 'vitest'
import { createTcpProxy, type TcpProxy } from '../../../../packages/streams/src/contract/tcp-proxy.ts'
import { defaultAdmissionLimits } from './admission-limits.ts'
import { openAdmissionRedis } from './admission-redis.ts'
import type { AdmissionRedis } from './redis-gate.ts'
import { createSeatBook, type Lease, type SeatBook, type SeatLeases } from './seats.ts'
import { createSocketLeases, type SocketLeaseTimes } from './socket-leases.ts'

const opened: AdmissionRedis[] = []
const gateways: SeatLeases[] = []
const proxies: TcpProxy[] = []
afterEach(async () => {
  await Promise.all(gateways.splice(0).map(gateway => gateway.close()))
  for (const redis of opened.splice(0)) redis.close()
  await Promise.all(proxies.splice(0).map(proxy => proxy.close()))
})

const serverUrl = () => {
  const url = process.env.TOUCHLINE_TEST_REDIS_URL
  if (!url) throw new Error('TOUCHLINE_TEST_REDIS_URL is missing: run this with the vitest project "redis"')
  return new URL(url)
}

async function connect(redisUrl: string): Promise<AdmissionRedis> {
  const redis = openAdmissionRedis({ urls: redisUrl.split(',') }, () => {})
  opened.push(redis)
  await vi.waitFor(() => expect(redis.client?.status).toBe('ready'), { timeout: 10_000 })
  return redis
}

function gatewayOn(redis: AdmissionRedis, times: Partial<SocketLeaseTimes> = {}): SeatLeases {
  const gateway = createSocketLeases(redis, () => {}, times)
  gateways.push(gateway)
  return gateway
}

/** An owner whose sockets say when they are evicted. */
function createOwner(limit = 3) {
  const owner = `fan:${randomUUID()}`
  const evicted: string[] = []
  const lease = (name: string, gateway: SeatLeases): Lease => {
    const made: Lease = {
      owner,
      limit,
      onEvicted: () => {
        evicted.push(name)
        gateway.leave(made)
      },
    }
    return made
  }
  const join = (name: string, gateway: SeatLeases): Lease => {
    const made = lease(name, gateway)
    gateway.join(made)
    return made
  }
  const joinedKey = `touchline:sockets:{${owner}}:joined`
  return { owner, evicted, join, joinedKey }
}

const clientOf = (place: number) => opened[place]?.client as Redis
const countOf = (owner: ReturnType<typeof createOwner>) => clientOf(0).zcard(owner.joinedKey)
const joined = (owner: ReturnType<typeof createOwner>, n: number) =>
  vi.waitFor(async () => expect(await countOf(owner)).toBe(n), { timeout: 5_000 })

it('closes the oldest socket wherever it is, within two seconds', async () => {
  const [a, b] = [gatewayOn(await connect(serverUrl().href)), gatewayOn(await connect(serverUrl().href))]
  const ann = createOwner()
  ann.join('a1', a)
  await joined(ann, 1)
  ann.join('b1', b)
  await joined(ann, 2)
  ann.join('a2', a)
  await joined(ann, 3)
  ann.join('b2', b)
  await vi.waitFor(() => expect(ann.evicted).toEqual(['a1']), { timeout: 2_000 })
  ann.join('a3', a)
  await vi.waitFor(() => expect(ann.evicted).toEqual(['a1', 'b1']), { timeout: 2_000 })
  await joined(ann, 3)
})

it("closes a fan's oldest socket at another gateway", async () => {
  const fanId = randomUUID()
  const lost: string[] = []
  const books = [0, 1].map(async () => {
    const leases = gatewayOn(await connect(serverUrl().href))
    const check = async () => ({ ok: false, code: 'unauthorized' }) as const
    return createSeatBook({ limits: defaultAdmissionLimits, leases, check, now: Date.now })
  })
  const [a, b] = await Promise.all(books)
  const sit = async (book: SeatBook | undefined, name: string) => {
    const identity = {
      kind: 'fan',
      fanId,
      sessionId: name,
      tier: 'free',
      expiresAtMs: Date.now() + 60_000,
    } as const
    const before = await clientOf(0).zcard(`touchline:sockets:{fan:${fanId}}:joined`)
    book?.take({ identity, address: '192.0.2.1', onLost: code => lost.push(`${name} ${code}`) })
    await vi.waitFor(
      async () =>
        expect(await clientOf(0).zcard(`touchline:sockets:{fan:${fanId}}:joined`)).toBe(
          Math.min(before + 1, 3),
        ),
      10_000,
    )
  }
  for (const [book, name] of [
    [a, 'a1'],
    [b, 'b1'],
    [a, 'a2'],
    [b, 'b2'],
  ] as const)
    await sit(book, name)
  await vi.waitFor(() => expect(lost).toEqual([`a1 ${closeCodes.tooManySockets}`]), { timeout: 2_000 })
  a?.close()
  b?.close()
})

it('gives places back', async () => {
  const a = gatewayOn(await connect(serverUrl().href))
  const ann = createOwner()
  const leases = ['1', '2', '3'].map(name => ann.join(name, a))
  await joined(ann, 3)
  if (leases[0]) a.leave(leases[0])
  await joined(ann, 2)
  ann.join('4', a)
  await joined(ann, 3)
  await a.close()
  expect(await countOf(ann)).toBe(0)
  expect(ann.evicted).toEqual([])
})

it('keeps nobody out for a gateway that was killed, and forgets its sockets', async () => {
  const times = { leaseMs: 900, hearMs: 100 }
  const killed = await connect(serverUrl().href)
  const dead = gatewayOn(killed, times)
  const b = gatewayOn(await connect(serverUrl().href), times)
  const ann = createOwner()
  ann.join('b1', b)
  await joined(ann, 1)
  for (const name of ['x1', 'x2']) ann.join(name, dead)
  await joined(ann, 3)
  killed.close()
  // The lease of b1 is refreshed; those of the killed run out.
  await vi.waitFor(async () => expect(await clientOf(1).zcard(ann.joinedKey)).toBe(1), {
    timeout: 5_000,
  })
  for (const name of ['b2', 'b3']) ann.join(name, b)
  await vi.waitFor(async () => expect(await clientOf(1).zcard(ann.joinedKey)).toBe(3), 10_000)
  expect(ann.evicted).toEqual([])
})

it('tells what it could not tell, once Redis is back', async () => {
  const proxy = await createTcpProxy(Number(serverUrl().port))
  proxies.push(proxy)
  const direct = await connect(serverUrl().href)
  const url = serverUrl()
  url.port = String(proxy.port)
  const a = gatewayOn(await connect(url.href), { hearMs: 100 })
  const b = gatewayOn(direct, { hearMs: 100 })
  const ann = createOwner()
  proxy.cut()
  ann.join('a1', a)
  for (const name of ['b1', 'b2', 'b3']) ann.join(name, b)
  await joined(ann, 3)
  proxy.restore()
  await vi.waitFor(() => expect(ann.evicted).toHaveLength(1), { timeout: 10_000 })
  await joined(ann, 3)
})

it('works on a cluster', async () => {
  const nodes = process.env.TOUCHLINE_TEST_REDIS_CLUSTER
  if (!nodes) throw new Error('TOUCHLINE_TEST_REDIS_CLUSTER is missing')
  const [a, b] = [gatewayOn(await connect(nodes)), gatewayOn(await connect(nodes))]
  const owners = Array.from({ length: 12 }, () => createOwner(1))
  for (const owner of owners) owner.join('old', a)
  await Promise.all(owners.map(owner => joined(owner, 1)))
  for (const owner of owners) owner.join('new', b)
  await vi.waitFor(() => expect(owners.map(({ evicted }) => evicted)).toEqual(owners.map(() => ['old'])), {
    timeout: 3_000,
  })
})
