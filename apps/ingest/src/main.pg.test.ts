import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
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
  expect(JSON.parse(readFileSync(join(data, 'ingest-cursors.json'), 'utf8'))).toEqual({
    'stadium:north': '2',
  })
  expect(output()).not.toContain(secret)
})

it('as a process: a missing setting is said plainly, with exit code 1', async () => {
  const { exited, output } = runMain({})
  expect(await exited).toBe(1)
  expect(output()).toContain('DATABASE_URL is not set, nor is KAFKA_BROKERS')
})
