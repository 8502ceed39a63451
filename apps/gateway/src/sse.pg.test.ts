import { connect, type Socket } from 'node:net'
import { type AppRouter, appRouter, atCommandLine, revoke, revokeInput } from '@touchline/api'
import type { Frame } from '@touchline/contracts'
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSigner } from './admission/testing/signer.ts'
import { idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { testMatch } from './testing/match-events.ts'

let house: TestHouse
let gateway: Awaited<ReturnType<TestHouse['gateway']>>
let url: string
beforeAll(async () => {
  house = await openHouse()
  gateway = await house.gateway({ limits: { drainMs: 100 } })
  url = `http://127.0.0.1:${gateway.port}/trpc`
  await house.store(20)
})
afterAll(() => house.close())

/** The stock client on event streams that can be cut off under it. */
async function streamFan(input: object = {}) {
  const streams = new Set<AbortController>()
  const sent: (string | null)[] = []
  class CuttableSource extends EventSource {
    constructor(address: string | URL) {
      super(address, {
        fetch: async (target, init) => {
          sent.push(new Headers(init.headers).get('last-event-id'))
          const response = await fetch(target, init as RequestInit)
          const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
          const cutting = new AbortController()
          streams.add(cutting)
          // To the client it looks like a network that broke; to the gateway too.
          response.body?.pipeTo(writable, { signal: cutting.signal }).catch(() => {})
          const { status, headers } = response
          return { status, headers, body: readable, url: String(target), redirected: false }
        },
      })
    }
  }
  const client = createTRPCClient<AppRouter>({
    links: [httpSubscriptionLink({ url, EventSource: CuttableSource })],
  })
  const ids: string[] = []
  const frames: Frame[] = []
  const errors: unknown[] = []
  const subscription = await new Promise<{ unsubscribe(): void }>(resolve => {
    const subscribed = client.match.feed.subscribe({ matchId: testMatch, ...input } as never, {
      onStarted: () => resolve(subscribed),
      onData: ({ id, data }) => {
        ids.push(id)
        frames.push(data as Frame)
      },
      onError: error => errors.push(error),
    })
  })
  const cut = () => {
    for (const stream of streams) stream.abort(new TypeError('the network broke'))
    streams.clear()
  }
  return { ids, frames, errors, sent, cut, leave: () => subscription.unsubscribe() }
}

const withoutTimes = (frames: readonly Frame[]) =>
  frames.map(frame => ({ ...frame, writtenAt: undefined, relayedAt: undefined }))

describe('a feed as server-sent events', () => {
  it('is the same to the stock client as on a socket', async () => {
    const [stream, socket] = await Promise.all([
      streamFan({ from: 'start' }),
      seatFan({ port: () => gateway.port, input: { from: 'start' } }),
    ])
    await house.publish(5)
    await vi.waitFor(() => expect(stream.ids).toEqual(idsBetween(1, 1, 25)), 10_000)
    await vi.waitFor(() => expect(socket.ids).toEqual(stream.ids), 10_000)
    expect(withoutTimes(stream.frames)).toEqual(withoutTimes(socket.frames))
    expect(stream.frames.at(-1)).toMatchObject({ writtenAt: expect.any(String) })
    stream.leave()
    await socket.close()
  })

  it('goes on where it was cut off, with nothing lost and nothing twice', async () => {
    const head = (await house.store(1)).at(-1)?.seq ?? 0
    const stream = await streamFan({ lastEventId: `1:${head - 1}` })
    await house.publish(3)
    await vi.waitFor(() => expect(stream.ids).toEqual(idsBetween(1, head, head + 3)), 10_000)
    stream.cut()
    await house.publish(4)
    await vi.waitFor(() => expect(stream.ids).toEqual(idsBetween(1, head, head + 7)), 10_000)
    expect(stream.sent).toEqual([null, `1:${head + 3}`])
    stream.leave()
  })

  it('stays behind by the delay that was asked for', async () => {
    const stream = await streamFan({ delaySeconds: 2 })
    const publishedMs = Date.now()
    await house.publish(1)
    await vi.waitFor(() => expect(stream.ids).toHaveLength(1), 10_000)
    const [event] = stream.frames
    if (event?.type !== 'commentary-published') throw new Error('an event')
    // Less than another delay late: for a machine that is busy with other things.
    expect(Date.now() - publishedMs).toBeLessThan(4_000)
    stream.leave()
  })

  it('goes through proxies unbuffered, and is kept awake', async () => {
    const leaving = new AbortController()
    const query = encodeURIComponent(JSON.stringify({ matchId: testMatch }))
    const headers = { accept: 'text/event-stream' }
    const response = await fetch(`${url}/match.feed?input=${query}`, { headers, signal: leaving.signal })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    leaving.abort()
    expect(appRouter._def._config.sse?.ping).toEqual({ enabled: true, intervalMs: 15_000 })
  })
})

/** Asks for a feed, and reads nothing once it has begun. */
async function stoppedReader(): Promise<Socket> {
  const query = encodeURIComponent(JSON.stringify({ matchId: testMatch, from: 'start' }))
  const socket = connect(gateway.port, '127.0.0.1')
  await new Promise(resolve => socket.once('connect', resolve))
  socket.write(`GET /trpc/match.feed?input=${query} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`)
  await new Promise(resolve => socket.once('data', resolve))
  socket.pause()
  return socket
}

it('ends for who is revoked, as a socket does, and lets them in no more', async () => {
  const signer = await createSigner()
  const { port } = await house.gateway({ instance: 'strict', admission: { fanKeys: { jwks: signer.jwks } } })
  const query = encodeURIComponent(JSON.stringify({ matchId: testMatch }))
  const authorization = `Bearer ${await signer.sign({ sub: 'eve', sid: 'e' })}`
  const headers = { accept: 'text/event-stream', authorization }
  const open = () => fetch(`http://127.0.0.1:${port}/trpc/match.feed?input=${query}`, { headers })
  const stream = await open()
  expect(stream.status).toBe(200)
  const ended = stream.text().catch(() => 'cut off')
  const revocation = revokeInput.parse({ kind: 'fan', subject: 'eve', reason: 'r' })
  await revoke(house.database.database, revocation, atCommandLine('op'))
  expect(await ended).toBe('cut off')
  expect((await open()).status).toBe(401)
})

const delivered = async () => {
  const text = await gateway.metrics.exposition()
  return Number(/^touchline_delivered_total\S* (\d+)/m.exec(text)?.[1])
}
/** What the gateway wrote to others while a fan of its own read the whole match: it had every chance to. */
async function writtenToOthers(lastSeq: number): Promise<number> {
  const before = await delivered()
  const fan = await streamFan({ from: 'start' })
  await vi.waitFor(() => expect(fan.ids.at(-1)).toBe(`1:${lastSeq}`), { interval: 50, timeout: 60_000 })
  fan.leave()
  return (await delivered()) - before - fan.ids.length
}

it('keeps no more for a client that does not read than its connection takes', async () => {
  const lastSeq = (await house.store(60_000)).at(-1)?.seq ?? 0
  const { pool } = house.database.database
  await pool.query('truncate feed_sessions')
  const reader = await stoppedReader()
  while ((await writtenToOthers(lastSeq)) > 0);
  reader.destroy()
  await vi.waitFor(async () => {
    const { rows } = await pool.query('select * from feed_sessions order by started_at limit 1')
    expect(rows).toMatchObject([{ transport: 'sse', after_seq: 0, end_reason: 'left' }])
    // Of 60,000 events, 28 MB: what the kernel's buffers of both ends take.
    expect(rows[0].end_seq).toBeGreaterThan(100)
    expect(rows[0].end_seq).toBeLessThan(25_000)
  }, 20_000)
}, 180_000)
