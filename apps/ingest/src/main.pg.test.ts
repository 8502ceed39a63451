import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@touchline/db'
import { createTestDatabase } from '@touchline/db/testing'
import { createPostgresEventLog } from '@touchline/streams/postgres'
import { expect, it, onTestFinished, vi } from 'vitest'
import { newSecret, signedHeaders } from './testing/sign.ts'
import { ballReading, startStadiumFake } from './testing/stadium-fake.ts'

const secret = newSecret()

function runMain(env: Record<string, string>) {
  const main = new URL('main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (output += data))
  const exited = new Promise<number | null>(resolve => child.on('exit', resolve))
  return { child, exited, output: () => output }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function readLog(url: string, topic: string): Promise<string[]> {
  const database = createDatabase({ url, applicationName: 'ingest-test' })
  const log = await createPostgresEventLog({ pool: database.pool, listen: { connectionString: url } })
  const partitions = await Promise.all([0, 1, 2, 3].map(partition => log.read(topic, partition, 0n, 100)))
  await log.close()
  await database.close()
  return partitions.flat().map(record => JSON.parse(Buffer.from(record.value).toString()).sourceEventId)
}

async function cursorsIn(url: string) {
  const database = createDatabase({ url, applicationName: 'ingest-test' })
  const { rows } = await database.pool.query('select source, cursor from source_cursors')
  await database.close()
  return rows
}

it('as two processes: polls a stadium once, and goes on after a kill -9', async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  const data = mkdtempSync(join(tmpdir(), 'ingest-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const readings = [ballReading(0)]
  const stadium = await startStadiumFake(readings)
  const start = async (name: string) => {
    const process = runMain({
      ...{ DATABASE_URL: url, PORT: String(await freePort()), OPS_PORT: '0', STOP_LEAD_SECONDS: '0' },
      ...{ TOUCHLINE_DATA: join(data, name), STADIUMS: `north=${stadium.url}` },
    })
    await vi.waitFor(() => expect(process.output()).toContain('ingest is listening'), 20_000)
    return process
  }
  const first = await start('a')
  await vi.waitFor(() => expect(first.output()).toContain('a source is read here'), 5_000)
  const second = await start('b')
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('1'), 5_000)
  // On a machine that is busy enough a lease may pass on before the end: whoever has none does not poll.
  const takes = `${first.output()}${second.output()}`.split('a source is read here').length - 1
  expect(stadium.connections()).toBeLessThanOrEqual(takes)
  first.child.kill('SIGKILL')
  await first.exited
  // By design 1.75 s; processes start polls late on a busy machine.
  const killedMs = performance.now()
  readings.push(ballReading(1))
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('2'), { timeout: 5_000, interval: 20 })
  expect(performance.now() - killedMs).toBeLessThan(3_000)
  second.child.kill('SIGTERM')
  expect(await second.exited).toBe(0)
  expect(await readLog(url, 'sensor-events')).toEqual(['ball-0', 'ball-1'])
})

it('as a process: refuses a data folder that another one has', async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  const data = mkdtempSync(join(tmpdir(), 'ingest-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const env = { DATABASE_URL: url, OPS_PORT: '0', TOUCHLINE_DATA: data }
  const first = runMain({ ...env, PORT: String(await freePort()) })
  await vi.waitFor(() => expect(first.output()).toContain('ingest is listening'), 20_000)
  const second = runMain({ ...env, PORT: String(await freePort()) })
  expect(await second.exited).toBe(1)
  expect(second.output()).toContain(`is in use by process ${first.child.pid}`)
})

it('as a process: takes all it is sent into PostgreSQL, ends well at SIGTERM, and keeps its place', async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  const data = mkdtempSync(join(tmpdir(), 'ingest-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const port = await freePort()
  const stadium = await startStadiumFake([ballReading(0), ballReading(1)])
  const { child, exited, output } = runMain({
    DATABASE_URL: url,
    PORT: String(port),
    OPS_PORT: '0',
    STOP_LEAD_SECONDS: '0',
    TOUCHLINE_DATA: data,
    STADIUMS: `north=${stadium.url}`,
    BROADCAST_PARTNERS: JSON.stringify({ acme: { secrets: [secret] } }),
  })
  const body = JSON.stringify({
    matchId: 'derby-1',
    sourceEventId: 'ev-1',
    type: 'match-ended',
    occurredAt: '2026-05-01T21:00:00Z',
    payload: {},
  })
  const send = () =>
    fetch(`http://127.0.0.1:${port}/webhooks/broadcast/acme`, {
      method: 'POST',
      body,
      headers: signedHeaders(secret, body),
    })
  await vi.waitFor(async () => expect((await send()).status, output()).toBe(202), {
    timeout: 15_000,
    interval: 100,
  })
  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200)
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('2'), 10_000)
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  expect(await readLog(url, 'broadcast-events')).toEqual(['ev-1'])
  expect(await readLog(url, 'sensor-events')).toEqual(['ball-0', 'ball-1'])
  expect(await cursorsIn(url)).toEqual([{ source: 'source/stadium:north', cursor: '2' }])
  expect(readdirSync(data)).not.toContain('ingest.lock')
  expect(output()).not.toContain(secret)
})

it('as a process: a missing setting is said plainly, with exit code 1', async () => {
  const { exited, output } = runMain({})
  expect(await exited).toBe(1)
  expect(output()).toContain('DATABASE_URL is not set, nor is KAFKA_BROKERS')
})
