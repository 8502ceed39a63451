import { expect, it, vi } from 'vitest'
import { postOf, startFeedFake } from '../testing/feed-fake.ts'
import { startRig } from '../testing/rig.ts'
import { ballReading, startStadiumFake } from '../testing/stadium-fake.ts'

const balls = (count: number) => Array.from({ length: count }, (_, n) => ballReading(n))
const paced = /ingest_paced_seconds_total\{.*\} (\S+)/
const waiting = { timeout: 5_000, interval: 10 }

it('stadiums over the rate of sensors are polled later, together, and nothing is dropped', async () => {
  const [north, south] = [await startStadiumFake(balls(200)), await startStadiumFake(balls(200))]
  const stadiums = [
    { id: 'north', url: north.url },
    { id: 'south', url: south.url },
  ]
  const startedMs = performance.now()
  const limits = { sensorEventsPerSecond: 200, sourceBurstFactor: 1, pollReadings: 50 }
  const rig = await startRig({ stadiums, limits })
  await vi.waitFor(async () => expect(await rig.records('sensor-events')).toHaveLength(400), waiting)
  // 400 less the burst of 200 and less the last page of each, which is paid for afterwards, at 200 a second.
  expect(performance.now() - startedMs).toBeGreaterThan(450)
  expect(Number(paced.exec(await rig.metrics.exposition())?.[1])).toBeGreaterThan(0.3)
  expect(await rig.metrics.exposition()).toMatch(/source_healthy\{.*provider="north".*\} 1/)
  expect(rig.ingest.counters().bySource.sensor).toEqual({ accepted: 400, refused: 0, deadLettered: 0 })
})

it('malformed readings are charged too', async () => {
  const north = await startStadiumFake([
    ...Array.from({ length: 100 }, () => '{"type":"goal-scored"}'),
    ballReading(0),
  ])
  const limits = { sensorEventsPerSecond: 100, sourceBurstFactor: 0.5, pollReadings: 100 }
  const rig = await startRig({ stadiums: [{ id: 'north', url: north.url }], limits })
  await vi.waitFor(async () => expect(await rig.records('sensor-events')).toHaveLength(1), waiting)
  expect((north.polls[1]?.atMs ?? 0) - (north.polls[0]?.atMs ?? 0)).toBeGreaterThan(400)
})

it('a feed over the rate of social posts is read later, is not taken for silent, and loses nothing', async () => {
  const feed = await startFeedFake(Array.from({ length: 300 }, (_, n) => postOf(n)))
  const startedMs = performance.now()
  const rig = await startRig({
    socialFeeds: [{ id: 'crowd', url: feed.url }],
    limits: { socialEventsPerSecond: 200, sourceBurstFactor: 1, streamSilenceMs: 150 },
  })
  await vi.waitFor(async () => expect(await rig.records('social-events')).toHaveLength(300), waiting)
  for (let n = 300; n < 310; n++) feed.post(postOf(n))
  await vi.waitFor(async () => expect(await rig.records('social-events')).toHaveLength(310), waiting)
  expect(performance.now() - startedMs).toBeGreaterThan(450)
  expect(feed.connects).toHaveLength(1)
})

it('a stop does not wait for the rate', async () => {
  const north = await startStadiumFake(balls(500))
  const limits = { sensorEventsPerSecond: 1, sourceBurstFactor: 1 }
  const rig = await startRig({ stadiums: [{ id: 'north', url: north.url }], limits })
  await vi.waitFor(async () => expect(await rig.records('sensor-events')).toHaveLength(500), waiting)
  const stoppedMs = performance.now()
  await rig.ingest.stop()
  expect(performance.now() - stoppedMs).toBeLessThan(1_000)
})
