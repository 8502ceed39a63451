import { criticalTopic, deadLetterTopics, sourceTopics } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { type Change, evolve, type FoldedMatch } from '@touchline/match'
import type { LogRecord, RecordBatch } from '@touchline/streams'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { storedEvent } from '../testing/records.ts'
import { createBurial } from './bury.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
})

interface Dying {
  readonly topic: string
  readonly id: string
  readonly text: string
  readonly correlationId: string
}
type Sent = Partial<Pick<LogRecord, 'key' | 'headers'>> & { readonly value: string }

const batch = (topic: string, sent: readonly Sent[], firstOffset = 0n): RecordBatch => ({
  topic,
  partition: 0,
  records: sent.map(({ value, key = 'm1', headers = {} }, index) => ({
    ...{ topic, partition: 0, offset: firstOffset + BigInt(index), appendedAtMs: Date.now() },
    ...{ key, headers, value: Buffer.from(value) },
  })),
  signal: new AbortController().signal,
})
const enrich = (given: RecordBatch, group = 'processor') =>
  createEnrichment({ ...contextOn(test.database, { group, rules }), overload: overloadBy() })(given)
const bury = (given: RecordBatch) =>
  createBurial({
    ...{ database: test.database, group: 'processor', source: 'sensor', build: 'b', nowMs: Date.now },
    onBuried: () => {},
  })(given)
const bytes = async () =>
  (await test.database.prisma.deadLetter.findMany({ orderBy: { id: 'asc' } })).map(({ raw }) =>
    Buffer.from(raw).toString(),
  )
const sums = async () => {
  const { rows } = await test.database.pool.query(
    'select sum(accepted)::int as accepted, sum(dead)::int as dead, sum(duplicate)::int as duplicate from accounts',
  )
  return rows[0]
}

/** Dies of a rule, and so under the id that it claims; a control passes. */
const dying = (id: string, text: string) =>
  JSON.stringify(storedEvent(id, { payload: { team: 'home', player: text, detail: 'breaks' } }))
const rules = {
  evolve: (match: FoldedMatch, change: Change) => {
    const said = change.after?.payload
    if (said && 'detail' in said && said.detail === 'breaks') throw new Error('a rule broke')
    return evolve(match, change)
  },
}
const critical = (text: string) => JSON.stringify({ ...JSON.parse(dying('goal', text)), type: 'goal-scored' })
const { broadcast } = sourceTopics

describe('a dead letter is known by its place', () => {
  it('keeps both of two records that die under one id', async () => {
    await enrich(batch(broadcast, [{ value: dying('same', 'one') }]))
    await enrich(batch(broadcast, [{ value: dying('same', 'two') }, { value: dying('same', 'two') }], 1n))
    expect(await bytes()).toEqual([dying('same', 'one'), dying('same', 'two'), dying('same', 'two')])
    expect(await sums()).toEqual({ accepted: 3, dead: 3, duplicate: 0 })
  })

  it('loses nothing of what dies, whatever ids, headers and bytes it comes with', async () => {
    const record: fc.Arbitrary<Dying> = fc.record({
      topic: fc.constantFrom(broadcast, criticalTopic),
      id: fc.constantFrom('a', 'b'),
      text: fc.constantFrom('x', 'y'),
      correlationId: fc.constantFrom('c1', 'c2'),
    })
    const holds = async (all: readonly Dying[]) => {
      await test.database.pool.query(`truncate ${allTables}`)
      for (const [index, { topic, id, text, correlationId }] of all.entries()) {
        const headers = { lane: 'critical', 'correlation-id': correlationId, source: 'broadcast' }
        await enrich(batch(topic, [{ value: dying(id, text), headers }], BigInt(index)), topic)
      }
      expect(new Set(await bytes())).toEqual(new Set(all.map(({ id, text }) => dying(id, text))))
      const { accepted, dead, duplicate } = await sums()
      expect([accepted, dead + duplicate]).toEqual([all.length, all.length])
      expect(dead).toBe((await bytes()).length)
    }
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), holds), {
      numRuns: 30,
    })
  })
})

describe('the two copies of a critical event', () => {
  const copy = { value: critical('x'), headers: { lane: 'critical', 'correlation-id': 'c1' } }
  const second = { ...copy, headers: { ...copy.headers, source: 'broadcast' } }
  const other = { ...second, value: critical('other') }

  it('are one dead letter, whichever dies first, and the other counts as a duplicate', async () => {
    for (const [first, then] of [
      [broadcast, criticalTopic],
      [criticalTopic, broadcast],
    ] as const) {
      await test.database.pool.query(`truncate ${allTables}`)
      await enrich(batch(first, [first === broadcast ? copy : second]), first)
      await enrich(batch(then, [then === broadcast ? copy : second]), then)
      expect(await bytes()).toEqual([critical('x')])
      expect(await sums()).toEqual({ accepted: 2, dead: 1, duplicate: 1 })
    }
  })

  it.each([
    ['of a match', critical('x')],
    ['of no match that could be locked', '"broken'],
  ])(
    '%s are one where they die at the same moment: each looks before the other is stored',
    async (_, value) => {
      const { pool } = test.database
      await pool.query(`
      create function linger() returns trigger language plpgsql as $$ begin
        perform pg_sleep(0.3);
        return null;
      end $$;
      create trigger linger after insert on dead_letters for each statement execute function linger()`)
      onTestFinished(async () => void (await pool.query('drop function linger cascade')))
      await Promise.all([
        enrich(batch(broadcast, [{ ...copy, value }]), broadcast),
        enrich(batch(criticalTopic, [{ ...second, value }]), criticalTopic),
      ])
      expect(await bytes()).toEqual([value])
      expect(await sums()).toEqual({ accepted: 2, dead: 1, duplicate: 1 })
    },
  )

  it('are two where the bytes differ, whatever they claim', async () => {
    await enrich(batch(broadcast, [copy]), broadcast)
    await enrich(batch(criticalTopic, [other, second]), criticalTopic)
    expect(await bytes()).toEqual([critical('x'), critical('other')])
    expect(await sums()).toEqual({ accepted: 3, dead: 2, duplicate: 1 })
  })
})

describe('what the intake refused', () => {
  const topic = deadLetterTopics.sensor
  const refused = { value: '"broken"', headers: { 'source-event-id': 'hash', provider: 'stadium' } }

  it('is two letters where the same bytes arrived twice', async () => {
    await bury(batch(topic, [refused, refused]))
    await bury(batch(topic, [refused], 2n))
    expect(await bytes()).toEqual(['"broken"', '"broken"', '"broken"'])
    expect(await sums()).toEqual({ accepted: 3, dead: 3, duplicate: 0 })
  })

  it('is one letter where its source was read again from the same place', async () => {
    const arrival = {
      ...refused,
      headers: { ...refused.headers, 'source-event-id': 'a1', 'arrival-id': 'a1' },
    }
    await bury(batch(topic, [arrival, arrival]))
    await bury(batch(topic, [arrival, { ...arrival, value: '"other"' }], 2n))
    expect(await bytes()).toEqual(['"broken"', '"other"'])
    expect(await sums()).toEqual({ accepted: 4, dead: 2, duplicate: 2 })
  })

  it('is kept though it claims to be a letter that stands in the table', async () => {
    await bury(batch(topic, [refused]))
    const [letter] = await test.database.prisma.deadLetter.findMany()
    const claim = { 'dead-letter-id': String(letter?.id) }
    await bury(
      batch(
        topic,
        [
          { value: '"lie"', headers: claim },
          { ...refused, headers: claim },
        ],
        1n,
      ),
    )
    expect(await bytes()).toEqual(['"broken"', '"lie"'])
    expect(await sums()).toEqual({ accepted: 3, dead: 2, duplicate: 1 })
  })
})
