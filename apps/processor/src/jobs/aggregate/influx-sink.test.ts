import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MatchWindow } from '@touchline/db'
import { createSpool, type Spool } from '@touchline/resilience'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInfluxSink, type InfluxSink, type InfluxSinkOptions } from './influx-sink.ts'
import { type Behaviour, type FakeInflux, startFakeInflux } from './testing/fake-influx.ts'

let influx: FakeInflux
let folder: string
let spool: Spool
const errors: unknown[] = []
const sinks: InfluxSink[] = []
beforeEach(async () => {
  errors.length = 0
  influx = await startFakeInflux()
  folder = await mkdtemp(join(tmpdir(), 'touchline-spool-'))
  spool = await createSpool({ folder, maxBytes: 4 * 1_048_576 })
})
afterEach(async () => {
  await Promise.all(sinks.splice(0).map(sink => sink.stop()))
  await spool.close()
  await influx.close()
  await rm(folder, { recursive: true })
})

function sinkTo(url: string, more: Partial<InfluxSinkOptions> = {}): InfluxSink {
  const place = { url, token: 'secret-token', org: 'an org', bucket: 'b' }
  const defaults = { spool, onError: (error: unknown) => errors.push(error), flushMs: 5, timeoutMs: 100 }
  const sink = createInfluxSink({ ...place, ...defaults, backoffMs: () => 10, ...more })
  sinks.push(sink)
  return sink
}
const windows = (from: number, count: number, events = 1): MatchWindow[] =>
  Array.from({ length: count }, (_, index) => ({
    matchId: 'm',
    source: 'all',
    sizeSeconds: 1,
    startsAtMs: (from + index) * 1_000,
    events,
    critical: 0,
    normal: 0,
    low: 0,
    byType: {},
    latency: [],
    passesHome: 0,
    passesAway: 0,
    shotsHome: 0,
    shotsAway: 0,
    late: 0,
  }))
const received = (count: number) => vi.waitFor(() => expect(influx.points.size).toBe(count), 5_000)
const spooled = () => vi.waitFor(() => expect(spool.depth().records).toBeGreaterThan(0), 5_000)

describe('the InfluxDB sink', () => {
  it('writes to the bucket in the order given, with its token', async () => {
    const sink = sinkTo(`${influx.url}/`)
    sink.write(windows(0, 2_500))
    sink.write(windows(0, 1, 7))
    await received(2_500)
    expect(influx.points.get('m 1s all 0')).toBe('7i')
    expect(influx.requests[0]).toEqual({
      url: '/api/v2/write?org=an+org&bucket=b&precision=ms',
      authorization: 'Token secret-token',
    })
    await vi.waitFor(() =>
      expect(sink.read()).toEqual({ written: 2_501, refused: 0, dropped: 0, buffered: 0 }),
    )
  })

  const outages: [string, Behaviour][] = [
    ['answers 500', { kind: 'answer', status: 500 }],
    ['answers 429', { kind: 'answer', status: 429, retryAfter: '0' }],
    ['knows the token no more', { kind: 'answer', status: 401 }],
    ['sends elsewhere', { kind: 'answer', status: 307 }],
    ['hangs', { kind: 'hang' }],
    ['cuts the connection', { kind: 'cut' }],
  ]
  it.each(outages)('loses nothing and keeps the order while InfluxDB %s', async (_, behaviour) => {
    influx.behaviour = behaviour
    const sink = sinkTo(influx.url)
    sink.write(windows(0, 50))
    await spooled()
    sink.write(windows(50, 50))
    sink.write(windows(0, 50, 2))
    await vi.waitFor(() => expect(sink.read().buffered).toBe(0), 5_000)
    expect(influx.points.size).toBe(0)
    influx.behaviour = { kind: 'take' }
    await received(100)
    await vi.waitFor(() => expect(influx.points.get('m 1s all 0')).toBe('2i'), 5_000)
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), 5_000)
    sink.write(windows(0, 1, 3))
    await vi.waitFor(() => expect(influx.points.get('m 1s all 0')).toBe('3i'), 5_000)
    expect(sink.read()).toMatchObject({ refused: 0, dropped: 0 })
    expect(JSON.stringify(errors.map(String))).not.toContain('secret-token')
  })

  it('lets nothing pass what the spool still holds, even while it drains', async () => {
    influx.behaviour = { kind: 'answer', status: 500 }
    const sink = sinkTo(influx.url)
    for (const second of [0, 1]) {
      sink.write(windows(second, 1))
      await vi.waitFor(() => expect(spool.depth().records).toBe(second + 1), 5_000)
    }
    const later = [5, 6]
    influx.onRequest = () => {
      const events = later.shift()
      if (events) sink.write(windows(0, 1, events))
    }
    influx.behaviour = { kind: 'take' }
    await vi.waitFor(() => expect(sink.read()).toMatchObject({ written: 4, buffered: 0 }), 5_000)
    expect(influx.points.get('m 1s all 0')).toBe('6i')
  })

  it('outlives a server that refuses connections, and its own process', async () => {
    const port = Number(new URL(influx.url).port)
    await influx.close()
    const before = sinkTo(influx.url)
    before.write(windows(0, 30))
    await spooled()
    before.write(windows(30, 30))
    await before.stop()
    await spool.close()
    spool = await createSpool({ folder, maxBytes: 1_048_576 })
    influx = await startFakeInflux(port)
    sinkTo(influx.url)
    await received(60)
  })

  it('leaves the server alone for as long as it asks', async () => {
    influx.behaviour = { kind: 'answer', status: 429, retryAfter: '120' }
    const sink = sinkTo(influx.url)
    for (let second = 0; second < 20; second += 1) {
      sink.write(windows(second, 1))
      await vi.waitFor(() => expect(spool.depth().records).toBe(second + 1), 5_000)
    }
    expect(influx.requests.length).toBe(1)
  })

  it('passes over what is refused for good, and goes on', async () => {
    influx.behaviour = { kind: 'answer', status: 400 }
    const sink = sinkTo(influx.url)
    sink.write(windows(0, 3))
    await vi.waitFor(() => expect(sink.read().refused).toBe(3), 5_000)
    influx.behaviour = { kind: 'take' }
    sink.write(windows(3, 1))
    await received(1)
    expect(spool.depth().records).toBe(0)
  })

  it('sends in halves what is too large', async () => {
    influx.behaviour = { kind: 'limit', lines: 100 }
    sinkTo(influx.url).write(windows(0, 950))
    await received(950)
  })

  it('drops the oldest, and counts it, where neither memory nor spool has room', async () => {
    influx.behaviour = { kind: 'hang' }
    const sink = sinkTo(influx.url, { maxBufferBytes: 2_000 })
    sink.write(windows(0, 100))
    const { buffered, dropped } = sink.read()
    expect(dropped).toBeGreaterThan(80)
    expect(buffered + dropped).toBe(100)
    await spool.close()
    await vi.waitFor(() => expect(sink.read().dropped).toBe(100), 5_000)
    expect(errors.length).toBeGreaterThan(0)
  })

  it('holds on to lines in memory where there is no spool', async () => {
    influx.behaviour = { kind: 'answer', status: 503 }
    const place = { url: influx.url, token: 't', org: 'o', bucket: 'b' }
    const sink = createInfluxSink({ ...place, onError: () => {}, flushMs: 5, backoffMs: () => 10 })
    sinks.push(sink)
    sink.write(windows(0, 5))
    await vi.waitFor(() => expect(influx.requests.length).toBeGreaterThan(2), 5_000)
    influx.behaviour = { kind: 'take' }
    await received(5)
  })
})
