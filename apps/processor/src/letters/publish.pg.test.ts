import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import type { EventLog } from '@touchline/streams'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createLetterPublisher } from './publish.ts'

let test: TestDatabase
let log: MemoryEventLog
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  log = createMemoryEventLog({ partitions: 1 })
  await test.database.pool.query('truncate dead_letters restart identity')
})

const bury = (...letters: ReturnType<typeof deadLetter>[]) => buryLetters(test.database.pool, letters)
const unpublished = () => test.database.prisma.deadLetter.count({ where: { publishedAt: null } })
const read = (topic: string) => log.read(topic, 0, 0n, 1_000)

function publisher(on: EventLog = log) {
  const told = { published: 0, errors: [] as unknown[] }
  const running = createLetterPublisher({
    database: test.database,
    log: on,
    intervalMs: 10,
    onPublished: letters => {
      told.published += letters
    },
    onError: error => told.errors.push(error),
  })
  return { told, stop: running.stop }
}
const untilPublished = () => vi.waitFor(async () => expect(await unpublished()).toBe(0), { timeout: 10_000 })

it("brings a letter with its bytes and what it died of to its source's topic, once", async () => {
  const raw = Buffer.from([0, 255, 10])
  const letter = deadLetter({
    raw,
    sourceEventId: 'e1',
    correlationId: 'c7',
    traceparent: '00-ab',
    errorMessage: 'm',
  })
  const [id = ''] = await bury(
    letter,
    deadLetter({ source: 'sensor', matchId: '', provider: 'stadium-1' }),
    deadLetter({ isPublished: true }),
  )
  const { told, stop } = publisher()
  await untilPublished()
  await stop()
  expect(told).toEqual({ published: 2, errors: [] })
  const [record, ...more] = await read('dlq-broadcast-events')
  expect(more).toEqual([])
  expect(record?.key).toBe('m1')
  expect(Buffer.from(record?.value ?? [])).toEqual(raw)
  expect(record?.headers).toEqual({
    'correlation-id': 'c7',
    traceparent: '00-ab',
    schema: 'broadcast-events/1',
    provider: 'partner',
    'error-code': 'schema-mismatch',
    'error-message': 'm',
    'source-event-id': 'e1',
    'received-at': '2026-05-01T19:00:00.000Z',
    'dead-letter-id': id,
  })
  expect((await read('dlq-sensor-events')).map(sensed => sensed.key)).toEqual(['~stadium-1'])
})

it('keeps letters while the log is away, and brings them after, the oldest first', async () => {
  log.setReachable(false)
  await bury(...Array.from({ length: 250 }, (_, n) => deadLetter({ sourceEventId: `e${n}` })))
  const { told, stop } = publisher()
  await vi.waitFor(() => expect(told.errors.length).toBeGreaterThan(1), { timeout: 5_000 })
  expect(await unpublished()).toBe(250)
  log.setReachable(true)
  await untilPublished()
  await stop()
  const ids = (await read('dlq-broadcast-events')).map(record => record.headers['source-event-id'])
  expect(ids).toEqual(Array.from({ length: 250 }, (_, n) => `e${n}`))
})

it('shares the letters among processors, each once', async () => {
  const publishers = [publisher(), publisher(), publisher()]
  for (let round = 0; round < 10; round += 1) await bury(...Array.from({ length: 30 }, () => deadLetter()))
  await untilPublished()
  await Promise.all(publishers.map(({ stop }) => stop()))
  const ids = (await read('dlq-broadcast-events')).map(record => record.headers['dead-letter-id'])
  expect(ids).toHaveLength(300)
  expect(new Set(ids).size).toBe(300)
})

it('takes large letters few at a time', async () => {
  const sizes: number[] = []
  const counting: EventLog = {
    ...log,
    append: (topic, records) => {
      sizes.push(records.reduce((sum, record) => sum + record.value.byteLength, 0))
      return log.append(topic, records)
    },
  }
  await bury(...Array.from({ length: 12 }, () => deadLetter({ raw: Buffer.alloc(1_048_576) })))
  const { stop } = publisher(counting)
  await untilPublished()
  await stop()
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1_048_576)
  expect(await read('dlq-broadcast-events')).toHaveLength(12)
})

it('lets a letter that no log takes stand in its table alone, and brings the others', async () => {
  await bury(
    deadLetter({ sourceEventId: 'huge', raw: Buffer.alloc(1_048_577) }),
    deadLetter({ sourceEventId: 'small' }),
  )
  const { told, stop } = publisher()
  await untilPublished()
  await stop()
  expect(told.errors.map(String).join()).toContain('1048577 bytes')
  const ids = (await read('dlq-broadcast-events')).map(record => record.headers['source-event-id'])
  expect(ids).toEqual(['small'])
})
