import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createDatabase, type Database, listLeases } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { eventOf, startRig } from '../testing/rig.ts'
import { ballReading, startStadiumFake } from '../testing/stadium-fake.ts'
import type { SharedIn } from './shared-sources.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate leases, source_cursors'))

/** For what has nothing to do with the end of a lease, on a busy machine. */
const unhurried = { leaseMs: 10_000 }
const within = { timeout: 10_000, interval: 20 }

/** A database that a test can take away from one process: from then on nothing answers, as after kill -9. */
function ownDatabase(): { database: Pick<Database, 'pool'>; freeze(): void; thaw(): void } {
  const database = createDatabase({ url: test.url, applicationName: `ingest-${randomUUID()}` })
  onTestFinished(() => database.close())
  const state = { frozen: Promise.resolve(), thaw: () => {} }
  const query = async (...args: unknown[]) => {
    await state.frozen
    return Reflect.apply(database.pool.query, database.pool, args)
  }
  return {
    database: {
      pool: new Proxy(database.pool, {
        get: (pool, key) => (key === 'query' ? query : Reflect.get(pool, key, pool)),
      }),
    },
    freeze() {
      state.frozen = new Promise(resolve => {
        state.thaw = resolve
      })
    },
    thaw: () => state.thaw(),
  }
}

async function startStadiums(count: number) {
  const readings = Array.from({ length: count }, () => [] as string[])
  const fakes = await Promise.all(readings.map(startStadiumFake))
  return fakes.map((fake, n) => ({
    fake,
    endpoint: { id: `stadium-${n}`, url: fake.url },
    readings: readings[n] ?? [],
  }))
}
type Stadiums = Awaited<ReturnType<typeof startStadiums>>

async function startReplica(
  stadiums: Stadiums,
  log: ReturnType<typeof createMemoryEventLog>,
  instance: string,
  times: SharedIn['times'] = {},
) {
  const own = ownDatabase()
  const cursors = { database: own.database, instance, times }
  const rig = await startRig({ log, cursors, stadiums: stadiums.map(({ endpoint }) => endpoint) })
  const detail = async (): Promise<string> => {
    const { checks } = (await (await fetch(`${rig.url}/health/ready`)).json()) as {
      checks: { name: string; detail?: string }[]
    }
    return checks.find(({ name }) => name === 'sources')?.detail ?? ''
  }
  const owned = async (): Promise<number> => {
    const text = await rig.metrics.exposition()
    return text.split('\n').filter(line => /^touchline_ingest_source_owned\{.*\} 1/.test(line)).length
  }
  return { ...own, ...rig, owned, detail }
}

const idsIn = async ({ records }: Pick<Awaited<ReturnType<typeof startRig>>, 'records'>) =>
  (await records('sensor-events')).map(record => eventOf(record).sourceEventId)

it('has each of two sources polled by one of two replicas, and every reading accepted once', async () => {
  const stadiums = await startStadiums(2)
  const log = createMemoryEventLog({ partitions: 3 })
  const [a, b] = [
    await startReplica(stadiums, log, 'a', unhurried),
    await startReplica(stadiums, log, 'b', unhurried),
  ]
  await vi.waitFor(async () => expect([await a.owned(), await b.owned()]).toEqual([1, 1]), within)
  expect(await a.detail()).toMatch(/^reads 1 of 2: stadium:stadium-\d$/)
  for (let n = 0; n < 40; n += 1) for (const { readings } of stadiums) readings.push(ballReading(n))
  for (const [place, { readings }] of stadiums.entries()) readings.push(ballReading(1_000 + place))
  await vi.waitFor(async () => expect(await cursors()).toEqual(['41', '41']), within)
  expect(await idsIn(a)).toHaveLength(82)
  expect(stadiums.map(({ fake }) => fake.maxOpen())).toEqual([1, 1])
})

it('shares four sources out anew when replicas come and go, and hands cursors on without a repeat', async () => {
  const stadiums = await startStadiums(4)
  const log = createMemoryEventLog({ partitions: 3 })
  const a = await startReplica(stadiums, log, 'a', unhurried)
  for (const [place, { readings }] of stadiums.entries()) readings.push(ballReading(place))
  await vi.waitFor(async () => expect(await idsIn(a)).toHaveLength(4), within)
  expect(await a.owned()).toBe(4)
  const b = await startReplica(stadiums, log, 'b', unhurried)
  await vi.waitFor(async () => expect([await a.owned(), await b.owned()]).toEqual([2, 2]), within)
  const stoppedMs = performance.now()
  await a.ingest.stop()
  await vi.waitFor(async () => expect(await b.owned()).toBe(4), within)
  expect(performance.now() - stoppedMs).toBeLessThan(1_000)
  for (const [place, { readings }] of stadiums.entries()) readings.push(ballReading(10 + place))
  await vi.waitFor(async () => expect(await idsIn(b)).toHaveLength(8), within)
  expect(new Set(await idsIn(b)).size).toBe(8)
})

it('takes a dead replica’s source over within 2 s, and lets it move no cursor when it comes back', async () => {
  const [stadium] = await startStadiums(1)
  if (!stadium) throw new Error('no stadium')
  const log = createMemoryEventLog({ partitions: 3 })
  const a = await startReplica([stadium], log, 'a')
  await vi.waitFor(async () => expect(await a.owned()).toBe(1), within)
  const b = await startReplica([stadium], log, 'b')
  stadium.readings.push(ballReading(0))
  await vi.waitFor(async () => expect(await cursors()).toEqual(['1']), within)

  a.freeze()
  const frozenMs = performance.now()
  // Taken by the frozen one, whose cursor does not get through.
  stadium.readings.push(ballReading(1))
  await vi.waitFor(async () => expect(await idsIn(a)).toContain('ball-1'), within)
  await vi.waitFor(async () => expect(await b.owned()).toBe(1), within)
  expect(performance.now() - frozenMs).toBeLessThan(2_000)
  // It hears of nobody who has taken its source, and reads on.
  expect(await a.owned()).toBe(1)

  stadium.readings.push(ballReading(2))
  await vi.waitFor(async () => expect(await cursors()).toEqual(['3']), within)
  a.thaw()
  await vi.waitFor(async () => expect(await listLeases(test.database, 'ingest/')).toHaveLength(2), within)
  await vi.waitFor(async () => expect((await a.owned()) + (await b.owned())).toBe(1), within)
  expect(await cursors()).toEqual(['3'])
  // What the takeover repeats has the same id.
  const ids = await idsIn(b)
  expect([...new Set(ids)]).toEqual(['ball-0', 'ball-1', 'ball-2'])
  expect(ids.length).toBeLessThanOrEqual(6)
})

it('leaves no source unread where replicas have other lists', async () => {
  const stadiums = await startStadiums(3)
  const log = createMemoryEventLog({ partitions: 3 })
  const a = await startReplica(stadiums.slice(0, 2), log, 'a', unhurried)
  const b = await startReplica(stadiums.slice(1), log, 'b', unhurried)
  await vi.waitFor(async () => expect((await a.owned()) + (await b.owned())).toBe(3), within)
  expect(stadiums.map(({ fake }) => fake.maxOpen())).toEqual([1, 1, 1])
})

it('reads on while the database is away, and passes nothing on when it is back', async () => {
  const stadiums = await startStadiums(2)
  const log = createMemoryEventLog({ partitions: 3 })
  const replicas = [await startReplica(stadiums, log, 'a'), await startReplica(stadiums, log, 'b')] as const
  const [a, b] = replicas
  await vi.waitFor(async () => expect([await a.owned(), await b.owned()]).toEqual([1, 1]), within)
  const shares = () => Promise.all(replicas.map(({ detail }) => detail()))
  const before = await shares()

  for (const one of replicas) one.freeze()
  await delay(2_500)
  for (const [place, { readings }] of stadiums.entries()) readings.push(ballReading(place))
  await vi.waitFor(async () => expect(await idsIn(a)).toHaveLength(2), within)
  expect(await shares()).toEqual(before)

  // One of them hears of the database first, when the other's lease has long been over.
  a.thaw()
  await delay(200)
  b.thaw()
  await vi.waitFor(async () => expect(await listLeases(test.database, 'source/')).toHaveLength(2), within)
  await delay(2_000)
  expect(await shares()).toEqual(before)
  await vi.waitFor(async () => expect(await cursors()).toEqual(['1', '1']), within)
  expect(await idsIn(a)).toHaveLength(2)
})

const cursors = async (): Promise<string[]> =>
  (await test.database.pool.query('select cursor from source_cursors order by source')).rows.map(
    ({ cursor }) => cursor,
  )
