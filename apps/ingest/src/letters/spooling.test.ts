import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { expect, it, vi } from 'vitest'
import { dataFolder } from '../testing/data-folder.ts'
import { createFaultyLog, type TopicFault } from '../testing/faulty-log.ts'
import { postOf, startFeedFake } from '../testing/feed-fake.ts'
import { startRig } from '../testing/rig.ts'
import { ballReading, startStadiumFake } from '../testing/stadium-fake.ts'

const broken = (n: number) => `{"matchId":"derby-1","sourceEventId":"broken-${n}"}`
const dlq = 'dlq-sensor-events'
const mib = 1_048_576
type Options = Parameters<typeof startRig>[0]

/** A stadium whose readings are good and bad in turn. */
async function startSpooling(pairs: number, options: Options = {}) {
  const folder = join(await dataFolder(), 'spool', 'ingest')
  const memory = createMemoryEventLog({ partitions: 3 })
  const faulty = createFaultyLog(memory)
  const readings: string[] = []
  const add = (count: number) => {
    for (let n = 0; n < count; n++) readings.push(ballReading(readings.length), broken(readings.length + 1))
  }
  add(pairs)
  const stadium = await startStadiumFake(readings)
  const run = (fault: TopicFault, more: Options = {}) => {
    faulty.set(dlq, fault)
    return startRig({
      log: faulty.log,
      stadiums: [{ id: 'north', url: stadium.url }],
      deadLetterSpool: { folder, maxBytes: 64 * mib },
      ...options,
      ...more,
      limits: {
        spoolDrainIntervalMs: 20,
        spoolDrainCapMs: 40,
        letterAppendTimeoutMs: 50,
        ...options?.limits,
        ...more?.limits,
      },
    })
  }
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `ball-${n * 2}`)
  const letters = (count: number) => Array.from({ length: count }, (_, n) => broken(n * 2 + 1))
  return { folder, stadium, faulty, memory, add, run, ids, letters }
}

type Rig = Awaited<ReturnType<typeof startRig>>
const storedIds = async (rig: Rig) => (await rig.events('sensor-events')).map(event => event.sourceEventId)
const storedLetters = async (rig: Rig) =>
  (await rig.records(dlq)).map(record => Buffer.from(record.value).toString())
const metric = async ({ metrics }: Rig, name: string) =>
  Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)`, 'm').exec(await metrics.exposition())?.[1] ?? Number.NaN)

it.each<TopicFault>(['away', 'stalled'])(
  'a source goes on while its dlq topic is %s; its letters arrive once it is back, in order',
  async fault => {
    const { stadium, faulty, add, run, ids, letters } = await startSpooling(3)
    const rig = await run(fault)
    await vi.waitFor(async () => expect(await storedIds(rig)).toEqual(ids(3)))
    add(3)
    await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('12'))
    expect(await storedIds(rig)).toEqual(ids(6))
    expect(rig.ingest.counters().bySource.sensor).toEqual({ accepted: 6, refused: 6, deadLettered: 6 })
    expect(await metric(rig, 'touchline_ingest_spool_records')).toBe(6)
    expect(await metric(rig, 'touchline_ingest_spool_bytes')).toBeGreaterThan(6 * broken(1).length)
    expect(await metric(rig, 'touchline_ingest_spooled_total')).toBe(6)
    faulty.set(dlq, undefined)
    await vi.waitFor(async () => expect(await storedLetters(rig)).toEqual(letters(6)))
    await vi.waitFor(async () => expect(await metric(rig, 'touchline_ingest_spool_bytes')).toBe(0))
    expect(await metric(rig, 'touchline_ingest_spool_records')).toBe(0)
    expect(await metric(rig, 'touchline_ingest_spool_drained_total')).toBe(6)
    expect(rig.ingest.counters().deadLettered).toBe(6)
  },
)

it('waits for a stalled topic once, not at every poll', async () => {
  const slow = { letterAppendTimeoutMs: 300, spoolDrainIntervalMs: 60_000 }
  const { stadium, add, run, faulty } = await startSpooling(1, { limits: slow })
  const rig = await run('stalled')
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('2'))
  for (let more = 0; more < 5; more++) {
    add(1)
    await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe(String(4 + more * 2)))
  }
  expect(await metric(rig, 'touchline_ingest_spool_records')).toBe(6)
  expect(faulty.attempts.filter(topic => topic === dlq)).toHaveLength(1)
})

it('letters in the spool outlive the process', async () => {
  const { run, letters, stadium } = await startSpooling(4)
  const first = await run('away')
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('8'))
  await first.ingest.stop()
  const second = await run(undefined, { stadiums: [] })
  await vi.waitFor(async () => expect(await storedLetters(second)).toEqual(letters(4)))
  await vi.waitFor(async () => expect(await metric(second, 'touchline_ingest_spool_bytes')).toBe(0))
})

it('a letter that is in no known form does not hold up the others', async () => {
  const { run, folder, letters, stadium } = await startSpooling(1)
  const first = await run('away')
  await vi.waitFor(() => expect(stadium.polls.at(-1)?.after).toBe('2'))
  await first.ingest.stop()
  const { createSpool } = await import('@touchline/resilience')
  const spool = await createSpool({ folder, maxBytes: mib })
  await spool.append([Buffer.from('of another build')])
  await spool.close()
  await writeFile(join(folder, 'notes.txt'), 'no segment')
  const second = await run(undefined, { stadiums: [] })
  await vi.waitFor(async () => expect(await metric(second, 'touchline_ingest_spool_bytes')).toBe(0))
  expect(await storedLetters(second)).toEqual(letters(1))
})

it('a full spool leaves the bytes with the stadium, which is asked again, and nothing is lost', async () => {
  const { run, folder, faulty, stadium, letters } = await startSpooling(3)
  const rig = await run('away', { deadLetterSpool: { folder, maxBytes: 100 } })
  const full = /source_failures_total\{source="sensor",provider="north",reason="spool-full".*\} [1-9]/
  await vi.waitFor(async () => expect(await rig.metrics.exposition()).toMatch(full))
  expect(stadium.polls.every(poll => poll.after === null)).toBe(true)
  expect(rig.ingest.counters()).toMatchObject({ accepted: 0, deadLettered: 0 })
  faulty.set(dlq, undefined)
  await vi.waitFor(async () => expect(stadium.polls.at(-1)?.after).toBe('6'))
  expect(await storedLetters(rig)).toEqual(letters(3))
  expect(rig.ingest.counters()).toMatchObject({ accepted: 3, deadLettered: 3 })
})

it('a feed goes on too, and says so where its spool is full', async () => {
  const feed = await startFeedFake([postOf(0)])
  const { log, set } = createFaultyLog(createMemoryEventLog({ partitions: 3 }))
  set('dlq-social-events', 'away')
  const rig = await startRig({
    log,
    socialFeeds: [{ id: 'crowd', url: feed.url }],
    deadLetterSpool: { folder: await dataFolder(), maxBytes: 850 },
    limits: { spoolDrainIntervalMs: 20, spoolDrainCapMs: 40 },
  })
  await vi.waitFor(() => expect(feed.openStreams()).toBe(1))
  feed.send('{"n":1}\n')
  feed.post(postOf(1))
  await vi.waitFor(async () => expect(await rig.records('social-events')).toHaveLength(2))
  expect(await metric(rig, 'touchline_ingest_spool_records')).toBe(1)
  feed.send('{"n":2}\n')
  const full = /source_failures_total\{source="social",provider="crowd",reason="spool-full".*\} [1-9]/
  await vi.waitFor(async () => expect(await rig.metrics.exposition()).toMatch(full))
  set('dlq-social-events', undefined)
  await vi.waitFor(async () => expect(await rig.records('dlq-social-events')).toHaveLength(2))
  expect(feed.connects).toHaveLength(1)
})
