import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { evolve } from '@touchline/match'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { storedEvent } from '../testing/records.ts'
import { createReplayExecutor, type ReplayOptions } from './execute.ts'

let test: TestDatabase
let log: MemoryEventLog
const stops: (() => Promise<void>)[] = []
/** While true, every event whose id begins with `p` breaks a rule. */
let isBroken = false
let lagSeconds = 0

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
  isBroken = true
  lagSeconds = 0
  log = createMemoryEventLog({ partitions: 1 })
  const consumption = await log.consume({
    group: 'test',
    topics: [topic],
    handler: createEnrichment({ ...context(), overload: overloadBy() }),
    retryDelayMs: 10,
  })
  stops.push(() => consumption.stop())
})

const topic = 'broadcast-events'
const context = () =>
  contextOn(test.database, {
    rules: {
      evolve: (state, event) => {
        if (isBroken && event.sourceEventId.startsWith('p'))
          throw new Error(`broken by ${event.sourceEventId}`)
        return evolve(state, event)
      },
    },
  })
const executor = (more: Partial<ReplayOptions> = {}) => {
  const started = createReplayExecutor({
    context: context(),
    log,
    lagSeconds: () => lagSeconds,
    onError: () => {},
    intervalMs: 10,
    ...more,
  })
  stops.push(() => started.stop())
}
const append = (...events: (string | Record<string, unknown>)[]) =>
  log.append(
    topic,
    events.map(event => ({
      key: typeof event === 'string' ? 'm1' : String(event.matchId),
      value: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
      headers: {},
    })),
  )
const letters = () => test.database.prisma.deadLetter.findMany({ orderBy: { id: 'asc' } })
const dead = (count: number) => vi.waitFor(async () => expect((await letters()).length).toBe(count), 5_000)
const ids = async () =>
  (await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 1_000 })).map(
    event => event.sourceEventId,
  )

async function replayAll(
  fields: {
    mode?: 'live' | 'dry_run'
    state?: 'pending' | 'awaiting_approval'
    canary?: boolean
    ratePerSecond?: number
    edited?: object
  } = {},
) {
  const all = await letters()
  const { edited, mode = 'live', state = 'pending', canary = false, ratePerSecond = 1_000 } = fields
  const id = (await test.database.prisma.replay.count()) + 1
  const items = all.map((letter, index) => ({
    deadLetterId: letter.id,
    ordinal: index + 1,
    ...(edited && {
      edited: Buffer.from(JSON.stringify(edited)),
      newSourceEventId: `${letter.sourceEventId}~${id}`,
    }),
  }))
  const asked = { query: {}, reason: 'test', requestedBy: 'test', total: all.length }
  const replay = await test.database.prisma.replay.create({
    data: { id, mode, state, canary, ratePerSecond, ...asked, items: { create: items } },
  })
  return replay.id
}
const replayOf = (id: bigint) => test.database.prisma.replay.findUniqueOrThrow({ where: { id } })
const itemsOf = async (id: bigint) => {
  const items = await test.database.prisma.replayItem.findMany({
    where: { replayId: id },
    orderBy: { ordinal: 'asc' },
  })
  return items.map(item => item.outcome)
}
const ended = (id: bigint) =>
  vi.waitFor(async () => {
    const replay = await replayOf(id)
    expect(['finished', 'stopped']).toContain(replay.state)
    return replay
  }, 8_000)

/** Dies of a rule that is broken for it alone: a control passes. */
const poisoned = (id: string, fields = {}) => storedEvent(`p${id}`, fields)

describe('a replay', () => {
  it('recovers what the current build can process, and says so of each letter', async () => {
    await append(storedEvent('a'), poisoned('1'), poisoned('2'))
    await dead(2)
    isBroken = false
    executor()
    const id = await replayAll()
    expect((await ended(id)).state).toBe('finished')
    expect(await itemsOf(id)).toEqual(['recovered', 'recovered'])
    expect(await ids()).toEqual(['a', 'p1', 'p2'])
    expect((await letters()).map(letter => letter.state)).toEqual(['recovered', 'recovered'])
    const [account] = await test.database.prisma.account.findMany()
    expect(account).toMatchObject({ accepted: 5n, stored: 3n, dead: 2n, duplicate: 0n })
  })

  it('of what still fails leaves it dead again, with its new reason, and makes no second letter', async () => {
    await append(poisoned('1'))
    await dead(1)
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await itemsOf(id)).toEqual(['dead_again'])
    const [letter, ...others] = await letters()
    expect(others).toEqual([])
    expect(letter).toMatchObject({ state: 'dead_again', deaths: 2, errorMessage: 'broken by p1' })
    const [account] = await test.database.prisma.account.findMany()
    expect(account).toMatchObject({ accepted: 2n, dead: 1n, duplicate: 1n })
  })

  it('run twice at once, or settled before, stores nothing twice', async () => {
    await append(poisoned('1'), poisoned('2'), poisoned('3'))
    await dead(3)
    isBroken = false
    executor()
    executor()
    const [one, two] = [await replayAll(), await replayAll()]
    await ended(one)
    await ended(two)
    expect((await ids()).length).toBe(3)
    const outcomes = [...(await itemsOf(one)), ...(await itemsOf(two))]
    expect(outcomes.filter(outcome => outcome === 'recovered').length).toBe(3)
  })

  it('sends again what a crash left between marking and appending', async () => {
    await append(poisoned('1'))
    await dead(1)
    isBroken = false
    const id = await replayAll()
    await test.database.pool.query(`update replay_items set sent_at = now() - interval '1 minute'`)
    await test.database.pool.query(`update dead_letters set state = 'replaying'`)
    await test.database.pool.query(`update replays set state = 'running', started_at = now()`)
    executor()
    expect((await ended(id)).state).toBe('finished')
    expect(await itemsOf(id)).toEqual(['recovered'])
  })

  it('of a corrected payload stores it under its new id, and keeps the lineage', async () => {
    await append(storedEvent('x', { type: 'goal-scored', payload: { team: 'referee' } }))
    await dead(1)
    executor()
    const corrected = storedEvent('x', { type: 'goal-scored', payload: { team: 'away' } })
    const id = await replayAll({ edited: corrected })
    await ended(id)
    expect(await itemsOf(id)).toEqual(['recovered'])
    expect(await ids()).toEqual([`${(await letters())[0]?.sourceEventId}~${id}`])
    expect((await letters())[0]).toMatchObject({ state: 'recovered', settledBy: `replay ${id}` })
  })
})

describe('what has been replaced', () => {
  it('by the same goal, told under another id, is superseded: nobody sees it twice', async () => {
    const at = { type: 'goal-scored', clock: { period: 1, seconds: 600 } }
    await append(poisoned('1', at), storedEvent('again', { ...at, clock: { period: 1, seconds: 615 } }))
    await dead(1)
    isBroken = false
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await itemsOf(id)).toEqual(['superseded'])
    expect(await ids()).toEqual(['again'])
    const [match] = await test.database.prisma.match.findMany()
    expect(match?.state).toMatchObject({ score: { home: 1, away: 0 } })
    const [account] = await test.database.prisma.account.findMany()
    expect(account).toMatchObject({ accepted: 3n, stored: 1n, dead: 1n, superseded: 1n })
  })

  it('by a correction of the score can not turn it back', async () => {
    const early = { type: 'goal-scored', occurredAt: '2026-05-01T18:00:00.000Z' }
    await append(
      poisoned('1', early),
      storedEvent('c', { type: 'score-corrected', payload: { home: 2, away: 1 } }),
    )
    await dead(1)
    isBroken = false
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await itemsOf(id)).toEqual(['superseded'])
    const [match] = await test.database.prisma.match.findMany()
    expect(match?.state).toMatchObject({ score: { home: 2, away: 1 } })
  })

  it('by the event itself, sent again by its source, is superseded', async () => {
    await append(poisoned('1'))
    await dead(1)
    isBroken = false
    await append(poisoned('1'))
    await vi.waitFor(async () => expect(await ids()).toEqual(['p1']), 5_000)
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await itemsOf(id)).toEqual(['superseded'])
    expect(await ids()).toEqual(['p1'])
  })
})

describe('a dry run', () => {
  it('tells what would become of each, and changes nothing', async () => {
    const at = { type: 'goal-scored', clock: { period: 1, seconds: 600 } }
    await append(poisoned('1'), poisoned('2', at), '{"junk', storedEvent('again', at))
    await dead(3)
    isBroken = false
    const before = [await letters(), await ids(), await test.database.prisma.account.findMany()]
    executor()
    const id = await replayAll({ mode: 'dry_run' })
    expect((await ended(id)).state).toBe('finished')
    expect(await itemsOf(id)).toEqual(['would_recover', 'would_be_superseded', 'would_fail'])
    expect([await letters(), await ids(), await test.database.prisma.account.findMany()]).toEqual(before)
    const failed = await test.database.prisma.replayItem.findFirstOrThrow({
      where: { outcome: 'would_fail' },
    })
    expect(failed.fingerprint).toBe((await letters())[2]?.fingerprint)
  })
})

describe('a canary', () => {
  const twenty = async () => {
    await append(...Array.from({ length: 20 }, (_, index) => poisoned(`${index}`)))
    await dead(20)
  }

  it('stops at the first letter that dies again, and the rest stay as they are', async () => {
    await twenty()
    executor()
    const id = await replayAll({ canary: true })
    expect(await ended(id)).toMatchObject({ state: 'stopped', stopReason: '1 of the first 1 died again' })
    const states = (await letters()).map(letter => letter.state).sort()
    expect(states).toEqual([...Array.from({ length: 19 }, () => 'dead'), 'dead_again'])
  })

  it('goes on by one, ten, and all while nothing fails', async () => {
    await twenty()
    isBroken = false
    executor()
    const id = await replayAll({ canary: true })
    expect(await ended(id)).toMatchObject({ state: 'finished', canaryStep: 3 })
    expect((await ids()).length).toBe(20)
  })

  it('stops when the pipeline lags', async () => {
    await twenty()
    lagSeconds = 11
    executor()
    expect(await ended(await replayAll({ canary: true }))).toMatchObject({
      state: 'stopped',
      stopReason: 'the pipeline lags by 11 s',
    })
  })
})

it('that awaits approval does nothing, and holds up no other, until somebody agreed', async () => {
  await append(poisoned('1'), poisoned('2'))
  await dead(2)
  isBroken = false
  const waiting = await replayAll({ state: 'awaiting_approval' })
  executor()
  await ended(await replayAll({ mode: 'dry_run' }))
  expect(await replayOf(waiting)).toMatchObject({ state: 'awaiting_approval', startedAt: null })
  expect(await itemsOf(waiting)).toEqual([null, null])
  expect((await letters()).map(letter => letter.state)).toEqual(['dead', 'dead'])
  await test.database.pool.query(`update replays set state = 'pending' where id = ${waiting}`)
  expect((await ended(waiting)).state).toBe('finished')
  expect(await itemsOf(waiting)).toEqual(['recovered', 'recovered'])
})

it('keeps its rate, and an abort ends it within a second', async () => {
  await append(...Array.from({ length: 60 }, (_, index) => poisoned(`${index}`)))
  await dead(60)
  isBroken = false
  executor()
  const id = await replayAll({ ratePerSecond: 10 })
  await vi.waitFor(async () => expect((await ids()).length).toBeGreaterThan(9), 5_000)
  await test.database.pool.query(`update replays set state = 'aborted' where id = ${id}`)
  const atAbort = (await ids()).length
  expect(atAbort).toBeLessThan(40)
  await new Promise(resolve => setTimeout(resolve, 1_000))
  expect((await ids()).length - atAbort).toBeLessThanOrEqual(10)
  expect((await letters()).filter(letter => letter.state === 'replaying')).toEqual([])
})
