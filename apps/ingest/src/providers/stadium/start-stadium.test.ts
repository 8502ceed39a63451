import { logHeaders } from '@touchline/contracts'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { expect, it, vi } from 'vitest'
import { createMemoryCursorStore } from '../../cursors/memory-cursor-store.ts'
import { startRig } from '../../testing/rig.ts'
import { ballReading, type PollFault, startStadiumFake } from '../../testing/stadium-fake.ts'

const balls = (count: number) => Array.from({ length: count }, (_, n) => ballReading(n))
const ids = (count: number) => Array.from({ length: count }, (_, n) => `ball-${n}`)

async function startPolling(readings: string[], options: Parameters<typeof startRig>[0] = {}) {
  const stadium = await startStadiumFake(readings)
  const rig = await startRig({ stadiums: [{ id: 'north', url: stadium.url }], ...options })
  const storedIds = async () => (await rig.events('sensor-events')).map(event => event.sourceEventId)
  return { stadium, storedIds, ...rig }
}

it('takes what the stadium holds, then what comes, each once, over one connection', async () => {
  const readings = balls(250)
  const { stadium, storedIds } = await startPolling(readings, { limits: { pollReadings: 100 } })
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(250)))
  readings.push(ballReading(250))
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(251)))
  expect(stadium.polls.slice(0, 4).map(poll => poll.after)).toEqual([null, '100', '200', '250'])
  expect(stadium.connections()).toBe(1)
})

it('goes on after a restart where it stood', async () => {
  const cursors = createMemoryCursorStore()
  await cursors.save('stadium:north', '7')
  const { stadium, storedIds } = await startPolling(balls(10), { cursors })
  await vi.waitFor(async () => expect(await storedIds()).toEqual(['ball-7', 'ball-8', 'ball-9']))
  expect(stadium.polls[0]?.after).toBe('7')
  await vi.waitFor(async () => expect(await cursors.load('stadium:north')).toBe('10'))
})

it('never has two polls of a stadium open; a slow poll skips ticks', async () => {
  const { stadium, metrics } = await startPolling(balls(1), { limits: { pollIntervalMs: 10 } })
  const slow: PollFault = response => setTimeout(() => response.end('{"cursor":"1","readings":[]}'), 65)
  stadium.faults.push(slow, slow, slow)
  await vi.waitFor(() => expect(stadium.polls.length).toBeGreaterThan(6))
  expect(stadium.maxOpen()).toBe(1)
  expect(stadium.connections()).toBe(1)
  expect(await metrics.exposition()).toMatch(/poll_ticks_skipped_total\{.*provider="north".*\} [1-9]/)
})

it('a malformed reading goes to the dead letters as it was sent, and the cursor moves on', async () => {
  const broken = '{ "matchId":"derby-1","sourceEventId":"ball-1", "payload": {"x":  "left"} }'
  const noJson = '{"matchId":"derby-1","x":0x1F}'
  const readings = [ballReading(0), broken, ballReading(2), noJson, ballReading(4)]
  const { stadium, storedIds, records, ingest } = await startPolling(readings)
  await vi.waitFor(async () => expect(await storedIds()).toEqual(['ball-0', 'ball-2', 'ball-4']))
  await vi.waitFor(async () => expect(await records('dlq-sensor-events')).toHaveLength(2))
  const letters = await records('dlq-sensor-events')
  const texts = letters.map(letter => Buffer.from(letter.value).toString())
  expect(texts.sort()).toEqual([broken, noJson].sort())
  const codes = letters.map(letter => letter.headers[logHeaders.errorCode])
  expect(codes.sort()).toEqual(['invalid-json', 'schema-mismatch'])
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('5'))
  expect(ingest.counters().bySource.sensor).toEqual({ accepted: 3, refused: 2, deadLettered: 2 })
})

const badAnswers: [string, string, PollFault][] = [
  ['an error', 'status', response => void response.writeHead(500).end()],
  ['a redirect', 'status', response => void response.writeHead(302, { location: '/readings' }).end()],
  ['a cut connection', 'unreachable', response => void response.destroy()],
  [
    'a cut answer',
    'unreachable',
    response => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
  ],
  ['no answer', 'timeout', () => {}],
  ['half an answer', 'timeout', response => void response.write('{"cursor":"9"')],
  [
    'too much',
    'too-large',
    response => void response.end(`{"cursor":"9","readings":["${'x'.repeat(20_000)}"]}`),
  ],
  ['another protocol', 'malformed', response => void response.end('<html>')],
]
it.each(badAnswers)('%s is survived and counted, and nothing is lost', async (_, reason, fault) => {
  const limits = { pollTimeoutMs: 150, pollBytes: 10_000 }
  const stadium = await startStadiumFake(balls(5))
  stadium.faults.push(fault, fault)
  const rig = await startRig({ stadiums: [{ id: 'north', url: stadium.url }], limits })
  await vi.waitFor(async () => expect(await rig.records('sensor-events')).toHaveLength(5), { timeout: 3_000 })
  expect(stadium.polls.slice(0, 3).map(poll => poll.after)).toEqual([null, null, null])
  expect(await rig.metrics.exposition()).toMatch(
    new RegExp(`source_failures_total\\{.*reason="${reason}".*\\} 2`),
  )
})

it('keeps an unreadable answer as a dead letter once, not at every poll', async () => {
  const stadium = await startStadiumFake(balls(1))
  const html: PollFault = response => void response.end('<html>')
  stadium.faults.push(html, html, html)
  const rig = await startRig({ stadiums: [{ id: 'north', url: stadium.url }] })
  await vi.waitFor(async () => expect(await rig.records('sensor-events')).toHaveLength(1))
  const letters = await rig.records('dlq-sensor-events')
  expect(letters.map(letter => Buffer.from(letter.value).toString())).toEqual(['<html>'])
})

it('holds its cursor while the log is away, and loses nothing', async () => {
  const log = createMemoryEventLog({ partitions: 3 })
  log.setReachable(false)
  const { stadium, storedIds, metrics } = await startPolling(balls(20), { log })
  await vi.waitFor(() => expect(stadium.polls.length).toBeGreaterThan(3))
  expect(stadium.polls.every(poll => poll.after === null)).toBe(true)
  expect(await metrics.exposition()).toMatch(/source_healthy\{.*source="sensor".*\} 0/)
  log.setReachable(true)
  await vi.waitFor(async () => expect(await storedIds()).toEqual(ids(20)))
  await vi.waitFor(async () => expect(await metrics.exposition()).toMatch(/source_healthy\{.*"sensor".*\} 1/))
})

it('one stadium that hangs does not hold up another', async () => {
  const hung = await startStadiumFake([])
  hung.faults.push(() => {})
  const healthy = await startStadiumFake(balls(3))
  const stadiums = [
    { id: 'hung', url: hung.url },
    { id: 'north', url: `${healthy.url}/` },
  ]
  const rig = await startRig({ stadiums })
  await vi.waitFor(async () => expect(await rig.records('sensor-events')).toHaveLength(3))
  const started = performance.now()
  await rig.ingest.stop()
  expect(performance.now() - started).toBeLessThan(1_000)
})

it('a stop ends the polls and their connection', async () => {
  const { stadium, ingest, storedIds } = await startPolling(balls(1))
  await vi.waitFor(async () => expect(await storedIds()).toHaveLength(1))
  await ingest.stop()
  const open = () => new Promise(resolve => stadium.server.getConnections((_, count) => resolve(count)))
  await vi.waitFor(async () => expect(await open()).toBe(0))
})

it('a reading that can not be true becomes a dead letter with its bytes and its path', async () => {
  const wild = ballReading(1, { payload: { x: 88, y: 0.25, speedMps: 3 } })
  const stadium = await startStadiumFake([
    ballReading(0),
    wild,
    ballReading(2, { sourceEventId: 'b-\ud83d' }),
  ])
  const rig = await startRig({ stadiums: [{ id: 'north', url: stadium.url }] })
  await vi.waitFor(async () => expect(await rig.records('dlq-sensor-events')).toHaveLength(2))
  const letters = await rig.records('dlq-sensor-events')
  expect(letters.map(letter => letter.headers[logHeaders.errorMessage])).toEqual([
    'payload.x: must be from -0.2 to 1.2',
    'sourceEventId: must be well-formed Unicode',
  ])
  expect(Buffer.from(letters[0]?.value ?? []).toString()).toBe(wild)
  expect(await rig.events('sensor-events')).toHaveLength(1)
})

it("a stadium's fast clock is read from its answers, and its times are set back", async () => {
  const occurredAt = new Date(Date.now() + 60_000).toISOString()
  const stadium = await startStadiumFake([ballReading(0, { occurredAt })])
  stadium.clock.offsetMs = 60_000
  const rig = await startRig({ stadiums: [{ id: 'north', url: stadium.url }] })
  await vi.waitFor(async () => expect(await rig.events('sensor-events')).toHaveLength(1))
  const [event] = await rig.events('sensor-events')
  expect(Math.abs(Date.parse(String(event?.occurredAt)) + 60_000 - Date.parse(occurredAt))).toBeLessThan(
    3_000,
  )
})
