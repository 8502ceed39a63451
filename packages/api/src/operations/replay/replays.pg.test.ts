import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { abortReplay } from './abort.ts'
import { createReplay, createReplayInput } from './create.ts'
import { replayItems } from './items.ts'
import { listReplays } from './list.ts'
import { resumeReplay } from './resume.ts'
import { showReplay } from './show.ts'

const ann = atCommandLine('ann')
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate dead_letters, replays restart identity cascade'))

const sql = (text: string) => test.database.pool.query(text)
const bury = (...letters: ReturnType<typeof deadLetter>[]) => buryLetters(test.database.pool, letters)
const create = (asked: object) =>
  createReplay(test.database, createReplayInput.parse({ mode: 'live', reason: 'mended', ...asked }), ann)
const itemsOf = (id: string) =>
  test.database.prisma.replayItem.findMany({ where: { replayId: BigInt(id) }, orderBy: { ordinal: 'asc' } })
const now = new Date()

const goal = {
  matchId: 'm1',
  type: 'goal-scored',
  occurredAt: '2026-05-01T19:00:00.000Z',
  clock: { period: 1, seconds: 720 },
  payload: { team: 'home' },
}

describe('a new replay', () => {
  it('freezes what a query finds, in the order of the log, and leaves out what is not dead', async () => {
    const atMs = Date.parse('2026-05-01T19:00:00Z')
    const ids = await bury(
      deadLetter({ originAtMs: atMs + 2, matchId: 'm1' }),
      deadLetter({ originAtMs: atMs, originOffset: 90_002n }),
      deadLetter({ originAtMs: atMs, originOffset: 90_001n }),
      deadLetter({ matchId: 'm2' }),
      deadLetter(),
    )
    await sql(`update dead_letters set state = 'recovered' where id = ${ids[4]}`)
    await sql(`update dead_letters set state = 'dead_again' where id = ${ids[0]}`)
    expect(await create({ query: { matchId: 'm1' } })).toEqual({
      ok: true,
      value: { id: '1', total: 3, state: 'pending', leftOut: { recovered: 1 }, unknown: 0 },
    })
    await bury(deadLetter())
    expect((await itemsOf('1')).map(item => String(item.deadLetterId))).toEqual([ids[2], ids[1], ids[0]])
    expect(await test.database.prisma.replay.findFirst()).toMatchObject({
      mode: 'live',
      state: 'pending',
      query: { matchId: 'm1' },
      reason: 'mended',
      requestedBy: 'ann',
      ratePerSecond: 100,
      canary: true,
      canaryStep: 0,
      total: 3,
    })
  })

  it('of one letter has no canary, unless asked for; of more it has one, unless refused', async () => {
    const ids = await bury(deadLetter(), deadLetter())
    const canary = async (asked: object) => {
      const created = await create(asked)
      return (
        created.ok &&
        (await test.database.prisma.replay.findUnique({ where: { id: BigInt(created.value.id) } }))?.canary
      )
    }
    expect(await canary({ ids: ids.slice(0, 1) })).toBe(false)
    expect(await canary({ ids: ids.slice(0, 1), canary: true })).toBe(true)
    expect(await canary({ ids })).toBe(true)
    expect(await canary({ ids, canary: false })).toBe(false)
    expect(await canary({ ids, canary: true, mode: 'dry_run' })).toBe(false)
  })

  it('of many ids shows the first of them', async () => {
    const ids = await bury(...Array.from({ length: 60 }, () => deadLetter()))
    await create({ ids })
    const query = { ids: ids.slice(0, 50), moreIds: 10 }
    expect(await showReplay(test.database, { id: '1' }, now)).toMatchObject({ value: { query } })
    expect(await listReplays(test.database, { limit: 1 })).toMatchObject({ value: { items: [{ query }] } })
  })

  it('of nothing is refused, and leaves nothing behind', async () => {
    const [id] = await bury(deadLetter())
    await sql("update dead_letters set state = 'discarded'")
    expect(await create({ ids: ['999'] })).toEqual({ ok: false, code: 'dead-letter-not-found' })
    expect(await create({ ids: [id, '999'] })).toEqual({ ok: false, code: 'state-conflict' })
    expect(await create({ query: { code: 'unavailable' } })).toEqual({
      ok: false,
      code: 'dead-letter-not-found',
    })
    expect(await create({ query: { code: 'other' } })).toMatchObject({ ok: false, code: 'invalid-input' })
    expect(await test.database.prisma.replay.count()).toBe(0)
  })

  it('has an upper bound', async () => {
    await sql(
      `insert into dead_letters (source, source_event_id, provider, match_id, event_type, origin_topic, origin_partition,
         origin_offset, origin_at, consumer_group, stage, disposition, evidence, error_code, error_message, fingerprint,
         fingerprint_version, shape, attempts, first_failed_at, last_failed_at, build, traceparent, schema_version,
         headers, raw, correlation_id, expires_at)
       select 'sensor', 'e' || n, 'p', 'm', '', 'many', 0, n, now(), 'g', 'enrich', 'poison', '', 'x', '', '', 1, '{}', 1,
         now(), now(), '', '', '', '{}', '', 'c', now() from generate_series(1, 100001) n`,
    )
    expect(await create({ query: { topic: 'many' } })).toMatchObject({ ok: false, code: 'invalid-input' })
    await sql("update dead_letters set state = 'expired' where source_event_id = 'e1'")
    const created = await create({ query: { topic: 'many' }, mode: 'dry_run' })
    expect(created).toMatchObject({ ok: true, value: { total: 100_000, leftOut: { expired: 1 } } })
  })
})

describe('a corrected event', () => {
  it('is held against the schema, and gets an id of its own', async () => {
    const [id = '', long = ''] = await bury(
      deadLetter({ sourceEventId: 'goal-7' }),
      deadLetter({ sourceEventId: 'x'.repeat(128) }),
    )
    const edits = [
      { letterId: id, payload: { ...goal, sourceEventId: 'goal-7', surplus: 1 } },
      { letterId: long, payload: goal },
    ]
    expect(await create({ ids: [id, long], edits })).toMatchObject({ ok: true, value: { id: '1' } })
    const [first, second] = await itemsOf('1')
    expect(first?.newSourceEventId).toBe('goal-7~1')
    expect(JSON.parse(Buffer.from(first?.edited ?? []).toString())).toEqual({
      ...goal,
      sourceEventId: 'goal-7~1',
    })
    expect(second?.newSourceEventId).toBe(`${'x'.repeat(96)}~1.${long}`)
  })

  it('with faults is refused with each of them, and nothing is created', async () => {
    const [id = ''] = await bury(deadLetter())
    const edits = [{ letterId: id, payload: { ...goal, clock: { period: 'one', seconds: 3 } } }]
    expect(await create({ ids: [id], edits })).toMatchObject({
      ok: false,
      code: 'schema-mismatch',
      faults: [{ path: `edits.${id}.clock.period` }],
    })
    const accepted = {
      ...goal,
      source: 'sensor',
      sourceEventId: 'a',
      provider: 'p',
      ingestedAt: goal.occurredAt,
    }
    expect(await create({ ids: [id], edits: [{ letterId: id, payload: accepted }] })).toMatchObject({
      ok: false,
      faults: [{ path: `edits.${id}.source` }],
    })
    expect(await test.database.prisma.replay.count()).toBe(0)
  })

  it('must belong to a letter of the set that is dead', async () => {
    const [id = '', other = ''] = await bury(deadLetter(), deadLetter())
    await sql(`update dead_letters set state = 'recovered' where id = ${other}`)
    expect(await create({ ids: [id, other], edits: [{ letterId: other, payload: goal }] })).toEqual({
      ok: false,
      code: 'state-conflict',
    })
    const parse = (asked: object) =>
      createReplayInput.safeParse({
        mode: 'live',
        reason: 'r',
        edits: [{ letterId: id, payload: goal }],
        ...asked,
      })
    expect(parse({ ids: [other] }).success).toBe(false)
    expect(parse({ query: { code: 'x' } }).success).toBe(false)
    expect(parse({ ids: [id] }).success).toBe(true)
  })
})

describe('a replay under way', () => {
  beforeEach(async () => {
    const ids = await bury(...Array.from({ length: 20 }, () => deadLetter()))
    await create({ ids })
  })

  it('shows what became of it, how fast it goes, and what fails', async () => {
    expect(await showReplay(test.database, { id: '1' }, now)).toMatchObject({
      ok: true,
      value: {
        state: 'pending',
        progress: { sent: 0, settled: 0, waiting: 20, allowed: 1, etaSeconds: null },
      },
    })
    await sql(
      "update replays set state = 'running', canary_step = 1, started_at = now() - interval '1 minute'",
    )
    await sql('update replay_items set sent_at = now() where ordinal <= 12')
    await sql("update replay_items set outcome = 'recovered', settled_at = now() where ordinal <= 8")
    await sql(`update replay_items set outcome = 'dead_again', settled_at = now(), fingerprint = 'f', error_code = 'unprocessable',
      message = 'still ' || ordinal where ordinal in (9, 10)`)
    expect(await showReplay(test.database, { id: '1' }, new Date())).toMatchObject({
      ok: true,
      value: {
        progress: {
          sent: 12,
          settled: 10,
          waiting: 10,
          allowed: 10,
          outcomes: { recovered: 8, dead_again: 2 },
          settledPerSecond: 1,
          etaSeconds: 10,
        },
        failures: [{ fingerprint: 'f', errorCode: 'unprocessable', message: 'still •', letters: 2 }],
      },
    })
    expect(await showReplay(test.database, { id: '9' }, now)).toEqual({ ok: false, code: 'replay-not-found' })
  })

  it('pages its items in their order, all or by outcome', async () => {
    const page = async (afterOrdinal: number) =>
      await replayItems(test.database, { id: '1', afterOrdinal, limit: 15 })
    const [first, last] = [await page(0), await page(15)]
    expect(first.ok && [first.value.items.length, first.value.next]).toEqual([15, 15])
    expect(last.ok && [last.value.items.map(item => item.ordinal), last.value.next]).toEqual([
      [16, 17, 18, 19, 20],
      null,
    ])
    await sql("update replay_items set outcome = 'skipped' where ordinal = 7")
    const skipped = await replayItems(test.database, {
      id: '1',
      outcomes: ['skipped'],
      afterOrdinal: 0,
      limit: 15,
    })
    expect(skipped.ok && skipped.value.items.map(item => item.ordinal)).toEqual([7])
    expect(await replayItems(test.database, { id: '9', afterOrdinal: 0, limit: 1 })).toMatchObject({
      ok: false,
    })
  })

  it('is aborted while it is not over, and resumed after', async () => {
    expect(await resumeReplay(test.database, { id: '1' }, ann)).toEqual({ ok: false, code: 'state-conflict' })
    expect(await abortReplay(test.database, { id: '1' }, ann)).toMatchObject({
      ok: true,
      value: { state: 'aborted' },
    })
    expect(await abortReplay(test.database, { id: '1' }, ann)).toEqual({ ok: false, code: 'state-conflict' })
    expect(await resumeReplay(test.database, { id: '1' }, ann)).toMatchObject({
      ok: true,
      value: { state: 'pending' },
    })
    await sql("update replays set state = 'stopped', stop_reason = 'new failures'")
    await resumeReplay(test.database, { id: '1' }, ann)
    expect(await test.database.prisma.replay.findFirst()).toMatchObject({
      state: 'pending',
      stopReason: null,
    })
    await sql("update replays set state = 'finished'")
    expect(await resumeReplay(test.database, { id: '1' }, ann)).toEqual({ ok: false, code: 'state-conflict' })
    expect(await abortReplay(test.database, { id: '9' }, ann)).toEqual({
      ok: false,
      code: 'replay-not-found',
    })
  })

  it('is listed, the newest first', async () => {
    await create({ query: { matchId: 'm1' }, mode: 'dry_run' })
    await sql("update replays set state = 'finished' where id = 1")
    const list = await listReplays(test.database, { limit: 1 })
    expect(list).toMatchObject({ ok: true, value: { items: [{ id: '2', mode: 'dry_run' }], next: '2' } })
    const rest = await listReplays(test.database, { limit: 1, beforeId: '2' })
    expect(rest).toMatchObject({ ok: true, value: { items: [{ id: '1' }], next: null } })
    const finished = await listReplays(test.database, { limit: 9, states: ['finished'] })
    expect(finished.ok && finished.value.items.map(item => item.id)).toEqual(['1'])
  })
})
