import { readFileSync } from 'node:fs'
import { logHeaders } from '@touchline/contracts'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { expect, it, vi } from 'vitest'
import { createMemoryCursorStore } from '../../cursors/memory-cursor-store.ts'
import { postOf, startFeedFake } from '../../testing/feed-fake.ts'
import { startRig } from '../../testing/rig.ts'

const posts = (count: number) => Array.from({ length: count }, (_, n) => postOf(n))
const ids = (count: number) => posts(count).map(post => post.id)

async function startFollowing(
  held: { id: string; line: string }[],
  options: Parameters<typeof startRig>[0] = {},
) {
  const feed = await startFeedFake(held)
  const rig = await startRig({ socialFeeds: [{ id: 'crowd', url: feed.url }], ...options })
  await vi.waitFor(() => expect(feed.openStreams()).toBe(1))
  const storedIds = async () => (await rig.events('social-events')).map(event => event.sourceEventId)
  return { feed, storedIds, ...rig }
}

it('takes the backlog, then what comes live', async () => {
  const { feed, storedIds, metrics } = await startFollowing(posts(50))
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(50)))
  feed.send('{"heartbeat":true}\n')
  feed.post(postOf(50))
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(51)))
  expect(await metrics.exposition()).toMatch(/source_healthy\{.*source="social".*\} 1/)
  expect(feed.connects).toEqual([null])
})

it('lines that arrive together are one append', async () => {
  const log = createMemoryEventLog({ partitions: 3 })
  const append = vi.spyOn(log, 'append')
  const { storedIds } = await startFollowing(posts(100), { log })
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(100)))
  expect(append.mock.calls.length).toBeLessThanOrEqual(2)
})

it('comes back after a cut, with the last id that stands in the log', async () => {
  const { feed, storedIds } = await startFollowing(posts(3))
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(3)))
  feed.send(postOf(3).line.slice(0, 40))
  feed.refuse(2)
  feed.cut()
  feed.post(postOf(3))
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(4)))
  expect(feed.connects).toEqual([null, 'post-2', 'post-2', 'post-2'])
})

it('goes on after a restart where it stood', async () => {
  const cursors = createMemoryCursorStore()
  await cursors.save('social:crowd', 'post-1')
  const { storedIds } = await startFollowing(posts(4), { cursors })
  await vi.waitFor(async () => expect(await storedIds()).toEqual(['post-2', 'post-3']))
  await vi.waitFor(async () => expect(await cursors.load('social:crowd')).toBe('post-3'))
})

it('drops a stream that is silent, but not one with heartbeats', async () => {
  const { feed, metrics } = await startFollowing([], { limits: { streamSilenceMs: 200 } })
  const beat = setInterval(() => feed.send('{"heartbeat":true}\n'), 40)
  const startedMs = performance.now()
  await vi.waitFor(() => expect(performance.now() - startedMs).toBeGreaterThan(450))
  expect(feed.connects).toHaveLength(1)
  clearInterval(beat)
  await vi.waitFor(() => expect(feed.connects.length).toBeGreaterThan(1))
  expect(await metrics.exposition()).toMatch(/source_failures_total\{.*reason="silent".*\} [1-9]/)
})

it('drops a stream that is silent from the start', async () => {
  const { feed } = await startFollowing([], { limits: { streamSilenceMs: 50 } })
  await vi.waitFor(() => expect(feed.connects.length).toBeGreaterThan(2))
})

it('does not take the id of a refused post for a place', async () => {
  const { feed, records } = await startFollowing(posts(1))
  feed.send(`${postOf(7).line.replace('post-published', 'unheard-of')}\n`)
  await vi.waitFor(async () => expect(await records('dlq-social-events')).toHaveLength(1))
  feed.cut()
  await vi.waitFor(() => expect(feed.connects).toEqual([null, 'post-0']))
})

it('bytes that never make a line are no sign of life', async () => {
  const { feed } = await startFollowing([], { limits: { streamSilenceMs: 200 } })
  const drip = setInterval(() => feed.send('x'), 20)
  await vi.waitFor(() => expect(feed.connects.length).toBeGreaterThan(1))
  clearInterval(drip)
})

it('gives up on a feed that never answers, and tries again', async () => {
  const { startHttpFake } = await import('../../testing/http-fake.ts')
  let requests = 0
  const mute = await startHttpFake(() => {
    requests++
  })
  const limits = { streamConnectTimeoutMs: 50 }
  const { metrics } = await startRig({ socialFeeds: [{ id: 'crowd', url: mute.url }], limits })
  await vi.waitFor(() => expect(requests).toBeGreaterThan(1))
  expect(await metrics.exposition()).toMatch(/source_failures_total\{.*reason="timeout".*\} [1-9]/)
})

it('malformed and oversized lines go to the dead letters as they came, and the stream goes on', async () => {
  const { feed, storedIds, records, ingest } = await startFollowing([])
  const long = JSON.stringify({ matchId: 'derby-1', padding: 'x'.repeat(70_000) })
  const broken = ['{"matchId":"derby-1"', '{"matchId":"derby-1", "type":"post-published"}', long, '\u0000']
  feed.send(`${broken.join('\n')}\n\n`)
  feed.send(Buffer.from([0x22, 0xff, 0x22, 0x0a]))
  feed.post(postOf(1))
  await vi.waitFor(async () => expect(await storedIds()).toEqual(['post-1']))
  await vi.waitFor(async () => expect(await records('dlq-social-events')).toHaveLength(5))
  const letters = await records('dlq-social-events')
  const values = letters.map(letter => Buffer.from(letter.value).toString('latin1'))
  expect(values.sort()).toEqual([...broken, '"\u00ff"'].sort())
  const codes = letters.map(letter => letter.headers[logHeaders.errorCode])
  expect(codes.filter(code => code === 'payload-too-large')).toHaveLength(1)
  expect(ingest.counters().bySource.social).toEqual({ accepted: 1, refused: 5, deadLettered: 5 })
  expect(feed.connects).toHaveLength(1)
})

it('texts are plain before they are judged', async () => {
  const { feed, events } = await startFollowing([])
  feed.send(readFileSync(new URL('fixtures/stream.ndjson', import.meta.url)))
  feed.post(postOf(9, '<i></i>&#8203;'))
  feed.post(postOf(10))
  await vi.waitFor(async () => expect(await events('social-events')).toHaveLength(3))
  const [first] = await events('social-events')
  expect(first?.payload).toMatchObject({ text: 'GOAL!!! Harbour City & Ada <3', author: 'Sam', likes: 3 })
})

it('while the log is away nothing is read, nothing is lost, and memory stays bounded', async () => {
  const log = createMemoryEventLog({ partitions: 3 })
  const { feed, storedIds } = await startFollowing([], { log, limits: { streamSilenceMs: 100 } })
  log.setReachable(false)
  const append = vi.spyOn(log, 'append')
  feed.post(postOf(0))
  await vi.waitFor(() => expect(append).toHaveBeenCalled())
  const many = Array.from({ length: 8_000 }, (_, n) => postOf(n + 1, 'x'.repeat(900)))
  for (const post of many) feed.post(post)
  await vi.waitFor(() => expect(append.mock.calls.length).toBeGreaterThan(5))
  expect(append.mock.calls.every(([, records]) => records.length === 1)).toBe(true)
  expect(feed.connects).toHaveLength(1)
  log.setReachable(true)
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(8_001)), {
    timeout: 10_000,
    interval: 100,
  })
}, 20_000)

it('stops at once while it waits for the log', async () => {
  const log = createMemoryEventLog({ partitions: 3 })
  log.setReachable(false)
  const append = vi.spyOn(log, 'append')
  const { ingest, feed } = await startFollowing(posts(1), {
    log,
    limits: { backoffBaseMs: 60_000, backoffCapMs: 60_000 },
  })
  await vi.waitFor(() => expect(append).toHaveBeenCalled())
  const started = performance.now()
  await ingest.stop()
  expect(performance.now() - started).toBeLessThan(1_000)
  await vi.waitFor(() => expect(feed.openStreams()).toBe(0))
})
