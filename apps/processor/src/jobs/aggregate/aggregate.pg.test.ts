import type { MatchEvent } from '@touchline/contracts'
import { createDatabase, type Database, type MatchWindow } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { aggregateMatches } from './aggregate-matches.ts'
import { foldEvents } from './fold.ts'
import { type Aggregation, type AggregationOptions, createAggregation } from './index.ts'
import { dyingDatabase } from './testing/dying-database.ts'
import { kickOffMs, storeEvents } from './testing/match-events.ts'

let test: TestDatabase
const running: Aggregation[] = []
const errors: unknown[] = []
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  errors.length = 0
  await test.database.pool.query(
    'truncate matches, match_events, match_windows, aggregate_checkpoints restart identity',
  )
})
afterEach(() => Promise.all(running.splice(0).map(aggregation => aggregation.stop())))

function start(more: Partial<AggregationOptions> = {}): Aggregation {
  const aggregation = createAggregation({
    database: test.database,
    nowMs: Date.now,
    onAggregated: () => {},
    onError: error => errors.push(error),
    intervalMs: 5,
    sweepMs: 3_600_000,
    ...more,
  })
  running.push(aggregation)
  return aggregation
}
/** Without sweeps: what is not woken is not seen. */
const store = (matchId: string, offsetsMs: readonly (number | undefined)[]) =>
  storeEvents(test.database, matchId, offsetsMs)
const inTurn = (count: number) => new Array<undefined>(count).fill(undefined)

const nextSeq = async (matchId: string) =>
  (await test.database.prisma.aggregateCheckpoint.findUnique({ where: { matchId } }))?.nextSeq
const until = (matchId: string, seq: number) =>
  vi.waitFor(async () => expect(await nextSeq(matchId)).toBe(seq), { timeout: 10_000, interval: 10 })

async function windowsOf(matchId: string): Promise<object[]> {
  const rows = await test.database.prisma.matchWindow.findMany({
    where: { matchId },
    orderBy: [{ sizeSeconds: 'asc' }, { source: 'asc' }, { startsAt: 'asc' }],
  })
  return rows.map(({ startsAt, ...rest }) => ({ ...rest, startsAtMs: startsAt.getTime() }))
}
const order = (a: MatchWindow, b: MatchWindow) =>
  a.sizeSeconds - b.sizeSeconds || a.source.localeCompare(b.source) || a.startsAtMs - b.startsAtMs
const expected = (events: readonly MatchEvent[]) => [...foldEvents(events, null).windows].sort(order)

describe('the aggregation', () => {
  it('folds what it is woken for, however it was batched, redelivered or reordered', async () => {
    const aggregation = start()
    const all: MatchEvent[] = []
    for (let round = 0; round < 6; round += 1) {
      const events = await store('m', inTurn(40))
      all.push(...events)
      const half = events.slice(20)
      for (const woken of [half, events.slice(0, 20), half]) aggregation.wake(woken)
      if (round % 2 === 0) await until('m', all.length + 1)
      aggregation.wake(events)
    }
    await until('m', 241)
    expect(await windowsOf('m')).toEqual(expected(all))
    expect(errors).toEqual([])
  })

  it('reads what it was not woken for', async () => {
    const first = await store('m', inTurn(30))
    const aggregation = start()
    const last = await store('m', inTurn(10))
    aggregation.wake(last.slice(4, 5))
    aggregation.wake(last.slice(8))
    await until('m', 41)
    expect(await windowsOf('m')).toEqual(expected([...first, ...last]))
  })

  it('finds matches that nobody was woken for, more than one pass takes', async () => {
    const stored = new Map<string, MatchEvent[]>()
    for (let match = 0; match < 12; match += 1) stored.set(`m${match}`, await store(`m${match}`, inTurn(900)))
    start({ sweepMs: 10 })
    for (const [matchId, events] of stored) {
      await until(matchId, 901)
      expect(await windowsOf(matchId)).toEqual(expected(events))
    }
  })

  it('counts nothing twice with several at work on one match', async () => {
    const other = createDatabase({ url: test.url, applicationName: 'other' })
    const aggregations = [start(), start(), start({ database: other })]
    const all: MatchEvent[] = []
    for (let round = 0; round < 40; round += 1) {
      const events = await store('m', inTurn(7))
      all.push(...events)
      for (const [index, aggregation] of aggregations.entries())
        if (round % 3 !== index) aggregation.wake(events)
    }
    await until('m', 281)
    await Promise.all(running.splice(0).map(aggregation => aggregation.stop()))
    await other.close()
    expect(await windowsOf('m')).toEqual(expected(all))
    expect(errors).toEqual([])
  })

  it('corrects windows with late events, and counts what came too late', async () => {
    const aggregation = start()
    const early = await store('m', [0, 500_000])
    aggregation.wake(early)
    await until('m', 3)
    const late = await store('m', [100_000, 700_000, 99_999, 100_000])
    aggregation.wake(late)
    await until('m', 7)
    expect(await windowsOf('m')).toEqual(expected([...early, ...late]))
    const checkpoint = await test.database.prisma.aggregateCheckpoint.findUnique({ where: { matchId: 'm' } })
    expect(checkpoint).toMatchObject({ tooLate: 1, newestAt: new Date(kickOffMs + 700_000) })
    const minute = await test.database.prisma.matchWindow.findFirst({
      where: { sizeSeconds: 60, source: 'all', startsAt: new Date(kickOffMs + 60_000) },
    })
    expect(minute).toMatchObject({ events: 2, late: 2 })
  })

  it('counts passes of any age, in windows of their own and again in the same ones', async () => {
    const aggregation = start()
    const all = await store('m', [0, 900_000, 900_000, 900_000])
    for (let round = 0; round < 3; round += 1) {
      aggregation.wake(all)
      await until('m', all.length + 1)
      all.push(...(await store('m', new Array<number>(5).fill(10_000))))
    }
    aggregation.wake(all)
    await until('m', all.length + 1)
    expect(await windowsOf('m')).toEqual(expected(all))
    expect(errors).toEqual([])
  })

  it('starts over where history was lost', async () => {
    const aggregation = start({ sweepMs: 10 })
    aggregation.wake(await store('m', inTurn(20)))
    await until('m', 21)
    await test.database.pool.query('delete from match_events where seq > 10')
    await test.database.pool.query('update match_events set epoch = 2')
    await test.database.pool.query('update matches set epoch = 2, last_seq = 10')
    await until('m', 11)
    const { rows } = await test.database.pool.query(
      "select sum(events)::int as n from match_windows where source = 'all' and size_seconds = 60",
    )
    expect(rows).toEqual([{ n: 10 }])
  })

  it('goes on after the database was away, and lets no refused match hold up others', async () => {
    const [bad, good] = [await store('bad', inTurn(5)), await store('good', inTurn(5))]
    await test.database.pool.query(
      "alter table match_windows add constraint refused check (match_id <> 'bad')",
    )
    const aggregation = start({ sweepMs: 10 })
    aggregation.wake(bad)
    aggregation.wake(good)
    await until('good', 6)
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), 10_000)
    await test.database.pool.query('alter table match_windows drop constraint refused')
    await until('bad', 6)
    expect(await windowsOf('bad')).toEqual(expected(bad))
  })

  it('lets no match that fails, of whatever it may, hold up others', async () => {
    await test.database.pool.query(`
      create function break_bad() returns trigger language plpgsql as $$ begin
        if new.match_id like 'bad%' then raise 'broken'; end if;
        return new;
      end $$;
      create trigger break_bad before insert on match_windows for each row execute function break_bad()`)
    // More than one sweep looks at, and good ones all over: in which order they are found is not said.
    const good: string[] = []
    for (let nth = 0; nth < 160; nth += 1) {
      const matchId = nth % 5 === 3 ? `good${nth}` : `bad${nth}`
      await store(matchId, inTurn(1))
      if (matchId.startsWith('good')) good.push(matchId)
    }
    start({ sweepMs: 10 })
    for (const matchId of good) await until(matchId, 2)
    expect(errors.length).toBeGreaterThan(0)
    await test.database.pool.query('drop function break_bad cascade')
  })

  it('tells the sink of windows that are over, again when they change, and of the rest once all is quiet', async () => {
    const told = new Map<string, MatchWindow>()
    const sink = {
      write: (windows: readonly MatchWindow[]) => {
        for (const window of windows) {
          told.set(`${window.sizeSeconds} ${window.source} ${window.startsAtMs}`, window)
        }
      },
    }
    let nowMs = 0
    const aggregation = start({ sink, nowMs: () => nowMs })
    const all = await store('m', inTurn(700))
    aggregation.wake(all)
    await until('m', 701)
    await vi.waitFor(() => expect(told.size).toBeGreaterThan(0), 10_000)
    const isOver = (window: MatchWindow) =>
      window.startsAtMs + window.sizeSeconds * 1_000 <= kickOffMs + 70_000
    await vi.waitFor(
      () => expect([...told.values()].sort(order)).toEqual(expected(all).filter(isOver)),
      10_000,
    )
    all.push(...(await store('m', [3_050])))
    aggregation.wake(all.slice(-1))
    await until('m', 702)
    await vi.waitFor(
      () => expect([...told.values()].sort(order)).toEqual(expected(all).filter(isOver)),
      10_000,
    )
    nowMs += 60_000
    await vi.waitFor(() => expect([...told.values()].sort(order)).toEqual(expected(all)), 10_000)
  })

  it('folds what is at hand when it stops', async () => {
    const aggregation = start({ intervalMs: 60_000 })
    aggregation.wake(await store('m', inTurn(5)))
    await aggregation.stop()
    expect(await nextSeq('m')).toBe(6)
  })
})

/** Dies at the first statement, then at the second, and so on, until none is left to die at. */
async function crashesUntilDone(
  when: 'before' | 'after',
  work: (database: Database) => Promise<unknown>,
): Promise<number> {
  for (let statement = 1; ; statement += 1) {
    try {
      await work(dyingDatabase(test.database, statement, when))
      return statement - 1
    } catch (error) {
      expect(String(error)).toContain('killed')
    }
  }
}

describe('a crash', () => {
  it('between any two statements leaves nothing half done', async () => {
    const all = [...(await store('a', inTurn(15))), ...(await store('b', inTurn(15)))]
    const behind = ['a', 'b'].map(matchId => ({ matchId, epoch: 1, lastSeq: 15 }))
    const context = { eventsOf: () => new Map(), maxEvents: 4 }
    let crashes = 0
    for (let round = 0; round < 20; round += 1) {
      crashes += await crashesUntilDone(round % 2 ? 'before' : 'after', database =>
        aggregateMatches({ ...context, database }, behind),
      )
    }
    expect(crashes).toBeGreaterThan(50)
    for (const matchId of ['a', 'b']) {
      expect(await nextSeq(matchId)).toBe(16)
      expect(await windowsOf(matchId)).toEqual(expected(all.filter(event => event.matchId === matchId)))
    }
  })
})
