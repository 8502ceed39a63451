import { createMemoryEventLog } from '@touchline/streams/memory'
import { expect, it, vi } from 'vitest'
import { createPartnerBook } from './providers/broadcast/partner-book.ts'
import { startRig } from './testing/rig.ts'
import { newSecret, signedHeaders } from './testing/sign.ts'

const secret = newSecret()
const partners = createPartnerBook({ acme: { secrets: [secret] } })
const body = JSON.stringify({
  matchId: 'derby-1',
  type: 'match-ended',
  occurredAt: '2026-05-01T21:00:00Z',
  payload: {},
})
const send = (url: string) =>
  fetch(`${url}/webhooks/broadcast/acme`, { method: 'POST', body, headers: signedHeaders(secret, body) })

it('answers the probes, and is not ready while the log is away', async () => {
  const log = createMemoryEventLog({ partitions: 3 })
  const { url } = await startRig({ log })
  const status = async (probe: string) => (await fetch(`${url}/health/${probe}`)).status
  expect([await status('live'), await status('startup'), await status('ready')]).toEqual([200, 200, 200])
  log.setReachable(false)
  // An answer is kept for a second.
  await vi.waitFor(async () => expect(await status('ready')).toBe(503), 3_000)
  expect(await status('live')).toBe(200)
})

it('is not ready while a check of its host fails', async () => {
  const failing = { name: 'disk', check: () => Promise.reject(new Error('full')) }
  const { url } = await startRig({ readinessChecks: [failing] })
  const response = await fetch(`${url}/health/ready`)
  expect(response.status).toBe(503)
  expect(await response.text()).not.toContain('full')
})

it('tells a stranger its status and nothing else, and people on this machine all', async () => {
  const { url } = await startRig()
  const forwarded = { headers: { 'x-forwarded-for': '203.0.113.9' } }
  const stranger = await fetch(`${url}/health/ready`, forwarded)
  expect([stranger.status, await stranger.text()]).toEqual([200, '{"status":"ok"}'])
  for (const path of ['/metrics', '/health/startup'])
    expect((await fetch(`${url}${path}`, forwarded)).status).toBe(404)
  expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({
    ok: true,
    checks: [{}, {}, { name: 'sources', detail: 'reads 0 of 0' }],
  })
})

it('is not ready on a schema that it can not use, and has not started', async () => {
  const schema = { name: 'schema', check: () => Promise.reject(new Error('empty')) }
  const { url } = await startRig({ schema })
  for (const probe of ['startup', 'ready']) expect((await fetch(`${url}/health/${probe}`)).status).toBe(503)
})

it('says that it leaves, and goes on taking webhooks until it stops', async () => {
  const { ingest, url } = await startRig({ partners })
  expect((await send(url)).headers.get('connection')).toBe('keep-alive')
  ingest.leave()
  expect((await fetch(`${url}/health/ready`)).status).toBe(503)
  const answer = await send(url)
  expect([answer.status, answer.headers.get('connection')]).toEqual([202, 'close'])
})

it('counts under the names that dashboards read', async () => {
  const { url } = await startRig({ partners })
  expect((await send(url)).status).toBe(202)
  await fetch(`${url}/webhooks/broadcast/acme`, { method: 'POST', body })
  const text = await (await fetch(`${url}/metrics`)).text()
  expect(text).toMatch(/^touchline_ingest_accepted_total\{source="broadcast",provider="acme".*\} 1/m)
  expect(text).toMatch(/^touchline_ingest_append_seconds_bucket\{.*le="0.5".*\} 1/m)
  expect(text).toMatch(/^touchline_ingest_requests_refused_total\{.*code="invalid-signature".*\} 1/m)
  expect(text).not.toContain(secret)
})

it('the same event without an id of its own gets the same id each time', async () => {
  const { url, events } = await startRig({ partners })
  await send(url)
  await send(url)
  const [first, second] = await events('broadcast-events')
  expect(first?.sourceEventId).toMatch(/^[0-9a-f]{64}$/)
  expect(second?.sourceEventId).toBe(first?.sourceEventId)
})

it('a port in use is a failed start', async () => {
  const { ingest } = await startRig()
  await expect(startRig({ port: ingest.port })).rejects.toThrow('EADDRINUSE')
})

it('a stop lets the request in hand finish, and closes the port', async () => {
  const memory = createMemoryEventLog({ partitions: 3 })
  let release = () => {}
  let reached = () => {}
  const appending = new Promise<void>(resolve => {
    reached = resolve
  })
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const log = {
    ...memory,
    append: async (...args: Parameters<typeof memory.append>) => {
      reached()
      await held
      return memory.append(...args)
    },
  }
  const { ingest, url, events } = await startRig({ log, partners })
  const answer = send(url)
  await appending
  const stopped = ingest.stop()
  release()
  expect((await answer).status).toBe(202)
  await stopped
  expect(await events('broadcast-events')).toHaveLength(1)
  await expect(fetch(url)).rejects.toThrow()
})
