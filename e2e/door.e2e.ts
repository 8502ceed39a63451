import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from './house/commands.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { until } from './house/process.ts'
import { allEvents } from './house/rest.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse('embedded')
})
afterAll(() => house?.stop())

const event = (id: string, fields: object = {}) => ({
  matchId: 'door-1',
  sourceEventId: id,
  type: 'pass-made',
  occurredAt: new Date().toISOString(),
  payload: { team: 'home' },
  ...fields,
})

interface Sending {
  readonly body: string
  readonly secret?: string
  readonly timestamp?: number
  readonly partner?: string
}

function send({ body, secret = house.secret, timestamp = Date.now() / 1_000, partner = 'replay' }: Sending) {
  const id = `msg_${randomUUID()}`
  const at = String(Math.floor(timestamp))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return fetch(`http://127.0.0.1:${house.ports.ingest}/webhooks/broadcast/${partner}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signature}`,
    },
    body,
    signal: AbortSignal.timeout(20_000),
  })
}
const json = (value: object) => JSON.stringify(value)

describe('the door', () => {
  it.each([
    [
      'a wrong signature',
      401,
      'invalid-signature',
      { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` },
    ],
    ['a timestamp of six minutes ago', 401, 'stale-timestamp', { timestamp: Date.now() / 1_000 - 360 }],
    ['a timestamp of six minutes ahead', 401, 'stale-timestamp', { timestamp: Date.now() / 1_000 + 360 }],
    ['an unknown partner', 404, 'unknown-partner', { partner: 'nobody' }],
    ['what is not JSON', 400, 'invalid-json', { body: '{"half' }],
    ['a body over 1 MiB', 413, 'payload-too-large', { body: `"${'x'.repeat(1_100_000)}"` }],
    [
      'a schema mismatch',
      422,
      'schema-mismatch',
      { body: json(event('bad', { payload: { team: 'referee' } })) },
    ],
  ])('refuses %s', async (_, status, code, sending) => {
    const answer = await send({ body: json(event('refused')), ...sending })
    const text = await answer.text()
    expect([answer.status, JSON.parse(text).error.code]).toEqual([status, code])
    expect(text).not.toContain(house.secret.slice(6))
    if (status === 422) expect(JSON.parse(text).error.faults[0].path).toContain('payload.team')
  })

  it('judges each event of an array by itself', async () => {
    const answer = await send({
      body: json([event('ok-1'), event('no', { type: 'unheard-of' }), event('ok-2')]),
    })
    expect(answer.status).toBe(207)
    expect(await answer.json()).toMatchObject({
      accepted: 2,
      refused: 1,
      results: [{}, { status: 'refused' }, {}],
    })
    await until(async () => expect((await allEvents(house, 'door-1')).length).toBe(2), 10_000)
  })

  it('answers 503 with Retry-After while the database is away, takes nothing by halves, and goes on after', async () => {
    const postgres = house.services.find(service => service.name === 'postgres')
    if (!postgres) throw new Error('no postgres')
    const body = json(Array.from({ length: 20 }, (_, index) => event(`away-${index}`)))
    process.kill(postgres.pid, 'SIGSTOP')
    const children = await stopChildren(postgres.pid)
    const answer = await send({ body }).finally(() => {
      for (const pid of [postgres.pid, ...children]) process.kill(pid, 'SIGCONT')
    })
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    await until(async () => expect((await send({ body })).status).toBe(202), 20_000)
    await until(async () => expect((await allEvents(house, 'door-1')).length).toBe(22), 20_000)
    const report = await until(async () => {
      const now = await audit(house)
      expect(now.inFlight).toBe(0)
      return now
    }, 20_000)
    expect(report.findings).toEqual([])
    expect(report.accounts.reduce((sum, row) => sum + row.stored, 0)).toBe(22)
  })
})

/** PostgreSQL works in child processes: they stop too. */
async function stopChildren(parent: number): Promise<number[]> {
  const { readdirSync, readFileSync } = await import('node:fs')
  const children = readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .map(Number)
    .filter(pid => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
      } catch {
        return false
      }
    })
  for (const pid of children) process.kill(pid, 'SIGSTOP')
  return children
}
