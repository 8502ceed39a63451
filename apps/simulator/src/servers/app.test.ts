import { createLogger, createMetrics } from '@touchline/telemetry'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBooks } from '../play/books.ts'
import { followFeed } from '../testing/readers.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { createFakeServers, type FakeServers } from './app.ts'
import type { Backlog } from './backlog.ts'

const never = new AbortController().signal
let servers: FakeServers
let url: string
let stopping: AbortController

beforeEach(async () => {
  stopping = new AbortController()
  servers = createFakeServers({
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    stadiums: 1,
    patienceMs: null,
    heartbeatMs: 30,
    signal: stopping.signal,
    started: () => true,
    progress: () => createBooks('s').read({ sensor: 0, social: 0 }),
  })
  url = await servers.app.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  stopping.abort()
  await servers.app.close()
})

const backlog = (of: ReadonlyMap<string, Backlog>, id: string): Backlog => {
  const found = of.get(id)
  if (!found) throw new Error(`no ${id}`)
  return found
}
const stadium = () => backlog(servers.stadiums, 'stadium-1')
const feed = () => backlog(servers.feeds, 'feed-1')
const poll = async (query = '') => (await fetch(`${url}/stadiums/stadium-1/readings${query}`)).json()
const order = (fault: object) =>
  fetch(`${url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  })

describe('a fake stadium', () => {
  it('hands out readings after a cursor, at most as many as asked', async () => {
    for (const text of ['{"n":1}', '"junk"', '{"n":3}']) await stadium().append(text, undefined, never)
    const first = await poll('?limit=2')
    expect(first.readings).toEqual([{ n: 1 }, 'junk'])
    const second = await poll(`?after=${first.cursor}&limit=2`)
    expect(second.readings).toEqual([{ n: 3 }])
    expect((await poll(`?after=${second.cursor}`)).readings).toEqual([])
    expect(stadium().unread()).toBe(0)
  })

  it("starts over for a cursor that is another run's, or none of ours", async () => {
    await stadium().append('1', undefined, never)
    for (const cursor of ['deadbeef.1', 'x', '', '9.9.9'])
      expect((await poll(`?after=${cursor}`)).readings).toEqual([1])
    expect((await fetch(`${url}/stadiums/stadium-1/readings?limit=5000`)).status).toBe(400)
    expect((await fetch(`${url}/stadiums/stadium-2/readings`)).status).toBe(404)
  })

  it('fails as ordered, as often as ordered', async () => {
    await order({ target: 'stadium-1', kind: 'status-500', count: 2 })
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${url}/stadiums/stadium-1/readings`)).status)
    expect(statuses).toEqual([500, 500, 200])
    await order({ target: 'stadium-1', kind: 'cut', count: 1 })
    await expect(poll()).rejects.toThrow()
    await order({ target: 'stadium-1', kind: 'garbage', count: 1 })
    await expect(poll()).rejects.toThrow(SyntaxError)
    await order({ target: 'stadium-1', kind: 'hang', count: 1 })
    await expect(
      fetch(`${url}/stadiums/stadium-1/readings`, { signal: AbortSignal.timeout(80) }),
    ).rejects.toThrow()
    await order({ target: 'stadium-1', kind: 'slow', count: 1, delayMs: 60 })
    const startedMs = performance.now()
    expect((await poll()).readings).toEqual([])
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(55)
  })

  it('takes no order that it does not understand', async () => {
    expect((await order({ target: 'stadium-1', kind: 'explode', count: 1 })).status).toBe(422)
    expect((await order({ target: 'stadium-9', kind: 'cut', count: 1 })).status).toBe(422)
    expect((await order({ target: 'stadium-1', kind: 'cut' })).status).toBe(422)
  })
})

describe('a fake social feed', () => {
  const post = (id: string) => feed().append(JSON.stringify({ sourceEventId: id }), id, never)
  const ids = (payloads: unknown[]) => payloads.map(each => (each as { sourceEventId: string }).sourceEventId)

  it('sends what came since a post, then goes on live', async () => {
    for (const id of ['a', 'b', 'c']) await post(id)
    const heard = followFeed(`${url}/feeds/feed-1`, 'a')
    await waitUntil(() => heard.payloads.length === 2, 'the backfill is there')
    await post('d')
    await waitUntil(() => heard.payloads.length === 3, 'the live post is there')
    expect(ids(heard.payloads)).toEqual(['b', 'c', 'd'])
    await heard.stop()
  })

  it('beats in silence', async () => {
    const response = await fetch(`${url}/feeds/feed-1/stream`)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe('{"heartbeat":true}\n')
    await reader?.cancel()
  })

  it('cuts its streams on demand, and backfills who comes again', async () => {
    const heard = followFeed(`${url}/feeds/feed-1`)
    await post('a')
    await waitUntil(() => heard.payloads.length === 1, 'the first post is there')
    await order({ target: 'feed-1', kind: 'cut', count: 1 })
    await post('b')
    const again = followFeed(`${url}/feeds/feed-1`, 'a')
    await waitUntil(() => again.payloads.length === 1, 'the missed post is there')
    expect(ids(heard.payloads)).toEqual(['a'])
    expect(ids(again.payloads)).toEqual(['b'])
    await Promise.all([heard.stop(), again.stop()])
  })
})

it('answers what every app answers', async () => {
  for (const path of ['/health/live', '/health/ready', '/health/startup', '/metrics'])
    expect((await fetch(`${url}${path}`)).status).toBe(200)
})
