import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { idsBetween } from '../testing/fan.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'
import { testMatch } from '../testing/match-events.ts'
import {
  type Sight,
  type Version,
  versions,
  type WatchedClient,
  watchClient,
  withoutTimes,
} from './testing/clients.ts'
import { exchange } from './testing/raw-wire.ts'

/** The feed as it comes one by one from tRPC's own adapter is what the shared one is held against. */
const adapters = ['stock', 'shared'] as const
type Adapter = (typeof adapters)[number]

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** The same history each time, in the same epoch. */
async function startOver(events: number): Promise<void> {
  await house.restore()
  await house.database.database.pool.query('update matches set epoch = 1')
  await house.store(events)
}

interface Stand {
  readonly client: WatchedClient
  /** Resolves when so many sights are of this kind. */
  seen(kind: string, count: number, name?: string): Promise<void>
  /** Another gateway takes over; this one drains. */
  move(): Promise<void>
}

/** What a client sees of one play, against one adapter. */
async function sightsOf(
  version: Version,
  adapter: Adapter,
  play: (stand: Stand) => Promise<void>,
): Promise<readonly unknown[]> {
  await startOver(10)
  const limits = { drainMs: 2_000 }
  let gateway = await house.gateway({ adapter, limits })
  const client = watchClient(version, () => gateway.port)
  const count = (kind: string, name?: string) =>
    client.sights.filter(sight => sight[1] === kind && (name === undefined || sight[0] === name)).length
  await play({
    client,
    seen: (kind, wanted, name) =>
      vi.waitFor(() => expect(count(kind, name)).toBeGreaterThanOrEqual(wanted), {
        timeout: 5_000,
        interval: 5,
      }),
    move: async () => {
      const left = gateway
      gateway = await house.gateway({ adapter, limits })
      await left.stop()
    },
  })
  await client.close()
  await gateway.stop()
  // In which order two feeds of one socket take turns is nobody's promise.
  return client.sights
    .map(withoutTimes)
    .toSorted((a, b) => String((a as Sight)[0]).localeCompare(String((b as Sight)[0])))
}

const feed = (more: object = {}) => ({ matchId: testMatch, ...more })

const plays: Record<string, (stand: Stand) => Promise<void>> = {
  'a live feed': async ({ client, seen }) => {
    const stop = client.subscribe('fan', 'match.feed', feed())
    await seen('started', 1)
    await house.publish(3)
    await house.publish(2)
    await seen('data', 5)
    stop()
    await house.publish(1)
  },
  'a feed from the start, of some lanes': async ({ client, seen }) => {
    await house.store(290)
    client.subscribe('fan', 'match.feed', feed({ from: 'start', lanes: ['critical', 'low'] }))
    await seen('data', 150)
  },
  'two feeds and queries on one socket': async ({ client, seen }) => {
    client.subscribe('one', 'match.feed', feed({ from: 'start' }))
    await seen('data', 10, 'one')
    client.subscribe('two', 'match.feed', feed({ lanes: ['critical'] }))
    await seen('started', 1, 'two')
    await client.query('match.get', { matchId: testMatch })
    await house.publish(4)
    await seen('data', 14, 'one')
    await seen('data', 1, 'two')
  },
  refusals: async ({ client, seen }) => {
    await client.query('match.get', { matchId: 'nobody' })
    await client.query('match.get', { matchId: 7 })
    await client.query('no.such', {})
    client.subscribe('bad', 'match.feed', feed({ from: 'yesterday' }))
    await seen('error', 1)
    client.subscribe('worse', 'match.get', { matchId: testMatch })
    await seen('error', 2)
  },
  'a cut connection': async ({ client, seen }) => {
    client.subscribe('fan', 'match.feed', feed({ from: 'start' }))
    await seen('data', 10)
    client.cut()
    await house.publish(5)
    await seen('data', 15)
  },
  'a history that was lost': async ({ client, seen }) => {
    client.subscribe('fan', 'match.feed', feed({ from: 'start' }))
    await seen('data', 10)
    await house.restore()
    await house.publish(2)
    await seen('data', 13)
  },
}

describe.each(Object.keys(versions) as Version[])('client %s', version => {
  it.each(Object.entries(plays))('sees the same of %s', async (_, play) => {
    const [stock, shared] = [await sightsOf(version, 'stock', play), await sightsOf(version, 'shared', play)]
    expect(stock.length).toBeGreaterThan(2)
    expect(shared).toEqual(stock)
  })

  it('loses nothing and sees nothing twice where a gateway drains', async () => {
    const drained = async ({ client, seen, move }: Stand) => {
      client.subscribe('fan', 'match.feed', feed({ from: 'start' }))
      await seen('data', 10)
      await move()
      await house.publish(5)
      await seen('data', 15)
    }
    for (const adapter of adapters) {
      const sights = (await sightsOf(version, adapter, drained)) as Sight[]
      const ids = sights
        .filter(([, kind]) => kind === 'data')
        .map(([, , data]) => (data as { id: string }).id)
      expect(ids).toEqual(idsBetween(1, 1, 15))
      expect(sights.filter(([, kind]) => kind === 'error')).toEqual([])
      // Older clients show a reconnection now and then; today's makes the new connection first.
      const states = sights.filter(([, kind]) => kind === 'connection').map(([, , state]) => state)
      if (version === 'newest') expect(states).toEqual(['connecting', 'pending'])
    }
  })
})

const call = (id: unknown, path: string, input?: unknown, method = 'query') => ({
  id,
  method,
  params: { path, input },
})
const subscription = (id: unknown, more: object = {}) =>
  call(id, 'match.feed', { matchId: testMatch, from: 'start', ...more }, 'subscription')

const texts: Record<string, readonly unknown[]> = {
  'broken JSON': ['{"id": 1, broken', 'nonsense', '[]', '7', 'null'],
  'calls without an id': [call(null, 'match.list'), call(undefined, 'match.list'), { method: 'query' }],
  'unknown methods': [
    { id: 1, method: 'shout', params: { path: 'match.list' } },
    { id: 2, method: 'query' },
  ],
  'one bad call in a batch': [[call(1, 'match.get', { matchId: testMatch }), { id: 2 }]],
  'a batch': [[call(1, 'match.get', { matchId: testMatch }), call('b', 'match.get', {}), call(3, 'no.such')]],
  'a batch that is too large': [Array.from({ length: 41 }, (_, id) => call(id, 'match.list'))],
  'the same id twice': [subscription(4), subscription(4)],
  'a stop of nothing': [{ id: 9, method: 'subscription.stop' }, call(1, 'match.get', { matchId: testMatch })],
  'a stop and a new start under the same id': [
    subscription(5),
    { id: 5, method: 'subscription.stop' },
    subscription(5),
  ],
  'JSON-RPC 2.0': [
    { ...call(1, 'match.get', { matchId: testMatch }), jsonrpc: '2.0' },
    { ...subscription('x'), jsonrpc: '2.0' },
  ],
  pings: ['PING', 'PONG', 'PING'],
  'resuming by the wire': [
    {
      id: 1,
      method: 'subscription',
      params: { path: 'match.feed', input: { matchId: testMatch }, lastEventId: '1:7' },
    },
  ],
  'a position that is none': [subscription(1, { lastEventId: 'x' })],
}

it.each(Object.entries(texts))('answers %s on the wire byte for byte', async (_, sent) => {
  const heard: Record<string, readonly string[]> = {}
  await startOver(8)
  for (const adapter of adapters) {
    const gateway = await house.gateway({ adapter, limits: { drainMs: 100 } })
    heard[adapter] = await exchange(gateway.port, sent)
    await gateway.stop()
  }
  expect(heard.stock?.length).toBeGreaterThan(0)
  expect(heard.shared).toEqual(heard.stock)
})
