import { createTestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { freePort } from '../../../../tooling/stack/service-process.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const statusesOf = async (url: string, times: number) => {
  const asked = Array.from({ length: times }, () => fetch(url))
  return Promise.all(
    (await Promise.all(asked)).map(async answer => {
      await answer.text()
      return answer.status
    }),
  )
}

it('asks the database for its health at most once a second, however many strangers ask', async () => {
  const { database } = house.database
  let pings = 0
  const counted = {
    ...database,
    ping: () => {
      pings += 1
      return database.ping()
    },
  }
  const { port } = await house.gateway({ database: counted })
  const beganMs = performance.now()
  for (let n = 0; n < 10; n++) {
    const statuses = await statusesOf(`http://127.0.0.1:${port}/health/ready`, 100)
    expect(new Set(statuses)).toEqual(new Set([200]))
  }
  expect(pings).toBeLessThanOrEqual(1 + (performance.now() - beganMs) / 1_000)
}, 20_000)

it('counts health and metrics against the address, and refuses health to nobody', async () => {
  const limits = { requestsPerMinute: { free: 20, plus: 20, pro: 20 } }
  const { port } = await house.gateway({ instance: 'probed', admission: { limits } })
  const url = `http://127.0.0.1:${port}`
  expect(new Set(await statusesOf(`${url}/health/ready`, 10))).toEqual(new Set([200]))
  const scraped = await statusesOf(`${url}/metrics`, 20)
  expect(scraped.filter(status => status === 200)).toHaveLength(10)
  expect(scraped.filter(status => status === 429)).toHaveLength(10)
  for (const probe of ['live', 'ready', 'startup'])
    expect(new Set(await statusesOf(`${url}/health/${probe}`, 50))).toEqual(new Set([200]))
}, 20_000)

it('tells a stranger its status and nothing else', async () => {
  const { port } = await house.gateway()
  const ask = (path: string, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers })
  const forwarded = { 'x-forwarded-for': '203.0.113.9' }
  expect(await (await ask('/health/ready', forwarded)).text()).toBe('{"status":"ok"}')
  expect(await (await ask('/health/live', forwarded)).text()).toBe('{"status":"ok"}')
  for (const path of ['/metrics', '/health/startup']) expect((await ask(path, forwarded)).status).toBe(404)
  expect(await (await ask('/metrics')).text()).toContain('touchline_connections')
})

it('tells all at its operations port, and from when that is set nothing more at the public one', async () => {
  const ops = { host: '127.0.0.1', port: await freePort(), isSet: true }
  const { port } = await house.gateway({ ops })
  const ask = (at: number, path: string) => fetch(`http://127.0.0.1:${at}${path}`)
  expect(await (await ask(port, '/health/ready')).text()).toBe('{"status":"ok"}')
  expect((await ask(port, '/metrics')).status).toBe(404)
  expect(await (await ask(ops.port, '/health/ready')).json()).toMatchObject({ ok: true })
  expect(await (await ask(ops.port, '/metrics')).text()).toContain('touchline_connections')
})

it('is not ready, and has not started, on a database without a schema or with an old one', async () => {
  const empty = await createTestDatabase()
  onTestFinished(empty.drop)
  const { pool } = empty.database
  const newest = '(select max(migration_name) from _prisma_migrations)'
  await pool.query(`update _prisma_migrations set finished_at = null where migration_name = ${newest}`)
  const { port } = await house.gateway({ database: empty.database })
  const statuses = async () =>
    Promise.all(
      ['startup', 'ready', 'live'].map(
        async probe => (await fetch(`http://127.0.0.1:${port}/health/${probe}`)).status,
      ),
    )
  expect(await statuses()).toEqual([503, 503, 200])
  await pool.query('update _prisma_migrations set finished_at = now()')
  await pool.query(
    "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '99990101000000_newer', now())",
  )
  await vi.waitFor(async () => expect(await statuses()).toEqual([200, 200, 200]), 5_000)
  await pool.query('drop table _prisma_migrations')
  await vi.waitFor(async () => expect(await statuses()).toEqual([200, 503, 200]), 5_000)
}, 20_000)
