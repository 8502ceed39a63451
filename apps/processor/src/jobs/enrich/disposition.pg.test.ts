import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { evolve } from '@touchline/match'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allTables, type ContextChanges, contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { SystemicFault } from './apply.ts'
import { createEnrichment } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
})

const kickOffMs = Date.parse('2026-05-01T19:00:01.000Z')
const enrichment = (changes: ContextChanges = {}) =>
  createEnrichment({
    ...contextOn(test.database, { nowMs: () => kickOffMs, ...changes }),
    overload: overloadBy(),
  })
const letters = () => test.database.prisma.deadLetter.findMany({ orderBy: { originOffset: 'asc' } })
const storedIds = async () =>
  (await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 1_000 })).map(
    event => event.sourceEventId,
  )
const many = (count: number, fields: object = {}) =>
  Array.from({ length: count }, (_, index) => storedEvent(`e${index}`, { ...fields }))

describe('a fault of ours', () => {
  it('that refuses every event kills none, and lets all in when it is gone', async () => {
    const handle = enrichment()
    const batch = batchOf(many(200))
    const { pool } = test.database
    await pool.query('alter table match_events add constraint broken check (false) not valid')
    await expect(handle(batch)).rejects.toThrow(SystemicFault)
    await expect(handle(batch)).rejects.toThrow("can't be stored either")
    expect(await letters()).toEqual([])
    await pool.query('alter table match_events drop constraint broken')
    await handle(batch)
    expect((await storedIds()).length).toBe(200)
  })

  it("in a rule that breaks on all goals is not the goals' own", async () => {
    let isBroken = false
    const handle = enrichment({
      rules: {
        evolve: (match, change) => {
          if (isBroken && change.after?.type === 'goal-scored') throw new Error('score is undefined')
          return evolve(match, change)
        },
      },
    })
    const goal = (id: string) => storedEvent(id, { type: 'goal-scored' })
    await handle(batchOf([goal('first')]))
    isBroken = true
    const batch = batchOf([storedEvent('a'), goal('second')], { firstOffset: 1n })
    await expect(handle(batch)).rejects.toThrow('the goal-scored first that was stored last fails too')
    expect(await letters()).toEqual([])
    isBroken = false
    await handle(batch)
    expect(await storedIds()).toEqual(['first', 'a', 'second'])
  })

  it('such as a clock that fell back holds the events, which all seem to come from the future', async () => {
    let now = kickOffMs
    const handle = enrichment({ nowMs: () => now })
    await handle(batchOf([storedEvent('a')]))
    now -= 3_600_000
    const batch = batchOf([storedEvent('b')], { firstOffset: 1n })
    await expect(handle(batch)).rejects.toThrow(SystemicFault)
    now = kickOffMs
    await handle(batch)
    expect(await storedIds()).toEqual(['a', 'b'])
  })
})

describe('poison', () => {
  it('is told by a control that passes, and says so', async () => {
    const future = storedEvent('f', { occurredAt: '2026-05-01T20:00:00.000Z' })
    await enrichment()(batchOf([storedEvent('a'), future, '{"half']))
    expect(await letters()).toMatchObject([
      {
        disposition: 'poison',
        evidence: 'a built-in pass-made passes the same step',
        eventType: 'pass-made',
        errorCode: 'implausible-time',
        build: 'test-build',
        state: 'dead',
        shape: { occurredAt: 'string', 'payload.team': 'string' },
      },
      { disposition: 'poison', evidence: 'its bytes can not be read', errorCode: 'invalid-json' },
    ])
  })

  it('alone in its partition, with nothing good before it, is still dead', async () => {
    const wrong = Array.from({ length: 50 }, (_, index) =>
      storedEvent(`w${index}`, { payload: { team: 'x' } }),
    )
    await enrichment()(batchOf(wrong))
    expect((await letters()).length).toBe(50)
  })

  it('that only the database refuses is found among 500 by halving, and the others are stored', async () => {
    const events = many(500)
    events[333] = storedEvent('old', { occurredAt: '0000-01-01T00:00:00Z' })
    let transactions = 0
    const count = () => {
      transactions += 1
    }
    test.database.pool.on('acquire', count)
    await enrichment()(batchOf(events))
    test.database.pool.off('acquire', count)
    expect((await storedIds()).length).toBe(499)
    expect(await letters()).toMatchObject([
      { sourceEventId: 'old', disposition: 'poison', evidence: expect.stringContaining('could be stored') },
    ])
    // Two for each of the nine halvings of 500, and a few around them.
    expect(transactions).toBeLessThan(30)
  })

  it('of one cause has one fingerprint', async () => {
    const wrong = (id: string, team: string) => storedEvent(id, { payload: { team } })
    await enrichment()(
      batchOf([wrong('a', 'x'), wrong('b', 'y'), storedEvent('c', { clock: { period: '1' } })]),
    )
    const prints = (await letters()).map(letter => letter.fingerprint)
    expect(prints[0]).toBe(prints[1])
    expect(prints[2]).not.toBe(prints[0])
  })
})

it('stores a goal that comes after the correction that holds it, and counts it no second time', async () => {
  const at = (second: number) => ({ occurredAt: `2026-05-01T19:00:0${second}.000Z` })
  const correction = { type: 'score-corrected', payload: { home: 0, away: 0 }, ...at(1) }
  await enrichment()(
    batchOf([
      storedEvent('g1', { type: 'goal-scored', ...at(0) }),
      storedEvent('c', correction),
      storedEvent('g1-again', { type: 'goal-scored', ...at(0) }),
    ]),
  )
  expect(await storedIds()).toEqual(['g1', 'c', 'g1-again'])
  const [account] = await test.database.prisma.account.findMany()
  expect(account).toMatchObject({ accepted: 3n, stored: 3n, superseded: 0n })
  const [match] = await test.database.prisma.match.findMany()
  expect(match?.state).toMatchObject({ score: { home: 0, away: 0 } })
})
