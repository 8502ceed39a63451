import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { hiddenMarker } from '../masking/hidden-marker.ts'
import { openReveal } from '../reveal/open.ts'
import { letterChoices } from './choices.ts'
import { countDeadLetters } from './count.ts'
import { discardDeadLetters, discardDeadLettersInput } from './discard.ts'
import { groupDeadLetters, groupDeadLettersInput } from './groups.ts'
import { listDeadLetters, listDeadLettersInput } from './list.ts'
import { showDeadLetter } from './show.ts'

const viewer = { operator: atCommandLine('ann'), now: new Date('2026-05-02T00:00:00Z') }
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate dead_letters, replays, reveals restart identity cascade'))

const bury = (...letters: ReturnType<typeof deadLetter>[]) => buryLetters(test.database.pool, letters)
const atMs = (minute: number) => Date.parse('2026-05-01T19:00:00Z') + minute * 60_000
const setState = (id: string | undefined, state: string) =>
  test.database.pool.query('update dead_letters set state = $2::letter_state where id = $1', [id, state])
const stateOf = async (id: string | undefined) =>
  (await test.database.prisma.deadLetter.findUnique({ where: { id: BigInt(id ?? 0) } }))?.state

async function listed(filter: object, limit = 50, after?: string) {
  const found = await listDeadLetters(
    test.database,
    listDeadLettersInput.parse({ filter, limit, ...(after ? { after } : {}) }),
  )
  if (!found.ok) throw new Error('the list failed')
  return { ids: found.value.items.map(item => item.id), next: found.value.next }
}

describe('the list', () => {
  it('pages through all letters once, the last failed first, also where times are equal', async () => {
    const ids = await bury(
      ...[0, 1, 1, 1, 2].map(minute =>
        deadLetter({ lastFailedAtMs: atMs(minute), firstFailedAtMs: atMs(0) }),
      ),
    )
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await listed({}, 2, after)
      seen.push(...page.ids)
      after = page.next ?? undefined
    } while (after)
    const [oldest, b, c, d, newest] = ids
    expect(seen).toEqual([newest, d, c, b, oldest])
    expect((await listed({ matchId: 'm1' })).ids).toEqual(seen)
    expect((await listed({ matchId: 'm1' }, 2)).ids).toEqual(seen.slice(0, 2))
  })

  it('lets through what meets every condition', async () => {
    const [plain, other] = await bury(
      deadLetter({ sourceEventId: 'plain' }),
      deadLetter({
        source: 'sensor',
        originTopic: 'sensor-events',
        stage: 'ingest',
        disposition: 'systemic',
        errorCode: 'unavailable',
        errorMessage: 'payload.speedMps: expected number, received Anna',
        matchId: 'm2',
        eventType: 'ball-tracked',
        shape: { 'payload.speedMps': 'number' },
        fingerprint: 'f'.repeat(32),
        lastFailedAtMs: atMs(9),
      }),
    )
    await setState(other, 'dead_again')
    const conditions = [
      { topic: 'sensor-events' },
      { source: 'sensor' },
      { stage: 'ingest' },
      { disposition: 'systemic' },
      { code: 'unavailable' },
      { matchId: 'm2' },
      { eventType: 'ball-tracked' },
      { path: 'payload.speedMps' },
      { fingerprint: 'f'.repeat(32) },
      { states: ['dead_again', 'expired'] },
      { from: '2026-05-01T19:09:00Z' },
      { text: 'speedMps EXPECTED  number' },
    ]
    for (const filter of conditions) expect([filter, (await listed(filter)).ids]).toEqual([filter, [other]])
    expect((await listed({ to: '2026-05-01T21:09:00+02:00' })).ids).toEqual([plain])
    expect((await listed({ text: 'speedMps expected' })).ids).toEqual([other])
    expect((await listed(Object.assign({}, ...conditions))).ids).toEqual([other])
    expect((await listed({ ...conditions[0], source: 'broadcast' })).ids).toEqual([])
  })

  it('refuses conditions that it does not know, and values that only look right', () => {
    for (const filter of [
      { stat: 'dead' },
      { states: [] },
      { matchId: "' or 1=1" },
      { from: 'yesterday' },
      { text: 'ab' },
    ]) {
      expect(listDeadLettersInput.safeParse({ filter }).success).toBe(false)
    }
    expect(listDeadLettersInput.safeParse({ after: '2026-99-99T00:00:00.000Z~1' }).success).toBe(false)
    expect(listDeadLettersInput.safeParse({ limit: 501 }).success).toBe(false)
  })
})

describe('the groups', () => {
  it('count letters that died of the same, and what their payloads have in common', async () => {
    const wrongTeam = {
      errorMessage: 'payload.team: expected string, received number',
      shape: { payload: 'object', 'payload.team': 'number' },
      fingerprint: 'e'.repeat(32),
    }
    const at = (minute: number, build: string) => ({ lastFailedAtMs: atMs(minute), build })
    const ids = await bury(
      deadLetter({ ...wrongTeam, ...at(1, 'b1') }),
      deadLetter({ ...wrongTeam, ...at(3, 'b2') }),
      deadLetter({ ...wrongTeam, ...at(2, 'b1') }),
      deadLetter({
        errorCode: 'implausible-value',
        errorMessage: 'too fast',
        shape: { clock: 'number', 'payload.team': 'array', secret: 'string' },
      }),
    )
    await setState(ids[0], 'recovered')
    const found = await groupDeadLetters(test.database, groupDeadLettersInput.parse({}), viewer.now)
    expect(found.ok && found.value.items).toMatchObject([
      {
        letters: 3,
        errorCode: 'schema-mismatch',
        stage: 'enrich',
        dispositions: ['poison'],
        builds: ['b1', 'b2'],
        states: { dead: 2, recovered: 1 },
        firstFailedAt: '2026-05-01T19:01:00.000Z',
        lastFailedAt: '2026-05-01T19:03:00.000Z',
        sampleId: ids[2],
        shape: [{ text: '`payload.team` is a number in 3 of 3' }],
      },
      {
        letters: 1,
        shape: [{ text: '`clock` is a number in 1 of 1' }, { text: '`payload.team` is an array in 1 of 1' }],
      },
    ])
    const dead = await groupDeadLetters(
      test.database,
      groupDeadLettersInput.parse({ filter: { states: ['dead'] } }),
      viewer.now,
    )
    expect(dead.ok && dead.value.items[0]).toMatchObject({ letters: 2, shape: [{ letters: 2, of: 2 }] })
  })
})

it('offers what the letters of a time have, the most frequent first, and keeps it for a while', async () => {
  await bury(
    deadLetter({ lastFailedAtMs: atMs(1), matchId: 'm2' }),
    deadLetter({ lastFailedAtMs: atMs(2), matchId: 'm2', eventType: '' }),
    deadLetter({ lastFailedAtMs: atMs(3), source: 'sensor', originTopic: 'sensor-events', stage: 'ingest' }),
    deadLetter({ lastFailedAtMs: atMs(99) }),
  )
  const span = { from: new Date(atMs(0)).toISOString(), to: new Date(atMs(10)).toISOString() }
  const first = await letterChoices(test.database, span)
  expect(first).toMatchObject({
    ok: true,
    value: {
      topics: [
        { value: 'broadcast-events', letters: 2 },
        { value: 'sensor-events', letters: 1 },
      ],
      stages: [{ value: 'enrich' }, { value: 'ingest' }],
      matches: [
        { value: 'm2', letters: 2 },
        { value: 'm1', letters: 1 },
      ],
      eventTypes: [{ value: 'goal-scored', letters: 2 }],
      states: [{ value: 'dead', letters: 3 }],
    },
  })
  await bury(deadLetter({ lastFailedAtMs: atMs(4) }))
  expect(await letterChoices(test.database, span)).toEqual(first)
  const later = await letterChoices(test.database, { ...span, to: new Date(atMs(11)).toISOString() })
  expect(later.ok && later.value.states).toEqual([{ value: 'dead', letters: 4 }])
})

describe('one letter', () => {
  it('is shown with its replays, and without what is not public', async () => {
    const headers = {
      'x-signature': 'v1,abc',
      Authorization: 'Bearer t',
      schema: 'social-events/1',
      lane: 'x',
    }
    const [id = ''] = await bury(deadLetter({ headers, raw: Buffer.from('{"é":1}') }))
    await test.database.pool.query(
      `insert into replays (mode, query, reason, requested_by, rate_per_second, canary, total)
         values ('live', '{}', 'fixed', 'ann', 1, false, 1);
       insert into replay_items (replay_id, dead_letter_id, ordinal, outcome, settled_at, message)
         values (1, 1, 1, 'dead_again', now(), 'still wrong')`,
    )
    const shown = await showDeadLetter(test.database, { id }, viewer)
    expect(shown).toMatchObject({
      ok: true,
      value: {
        id,
        offset: expect.any(String),
        headers: { schema: 'social-events/1', lane: hiddenMarker, [hiddenMarker]: hiddenMarker },
        raw: { text: `{"${hiddenMarker}":"${hiddenMarker}"}`, bytes: 8, base64: null },
        replays: [
          { replayId: '1', outcome: 'dead_again', requestedBy: 'ann', message: 'still wrong', edited: false },
        ],
      },
    })
    expect(JSON.stringify(shown)).not.toMatch(/v1,abc|Bearer|é/)
    await openReveal(test.database, { kind: 'dead-letter', id, reason: 'r' }, viewer.operator)
    expect(await showDeadLetter(test.database, { id }, viewer)).toMatchObject({
      value: {
        headers: { 'x-signature': '(hidden)', Authorization: '(hidden)', lane: 'x' },
        raw: { text: '{"é":1}', bytes: 8, base64: Buffer.from('{"é":1}').toString('base64') },
      },
    })
  })

  it('whose bytes are not text is hidden as a whole', async () => {
    const [id = ''] = await bury(deadLetter({ raw: Buffer.from([0xff, 0x00]) }))
    const shown = await showDeadLetter(test.database, { id }, viewer)
    expect(shown.ok && shown.value.raw).toEqual({ bytes: 2, kind: 'binary', text: null, base64: null })
    expect(await showDeadLetter(test.database, { id: '999' }, viewer)).toEqual({
      ok: false,
      code: 'dead-letter-not-found',
    })
  })
})

describe('a discard', () => {
  const discard = (choice: object) =>
    discardDeadLetters(
      test.database,
      discardDeadLettersInput.parse({ ...choice, reason: 'too old' }),
      atCommandLine('ann'),
    )

  it('takes the dead and the dead again, counts the others, and says who and why', async () => {
    const ids = await bury(...Array.from({ length: 4 }, () => deadLetter()))
    await setState(ids[1], 'dead_again')
    await setState(ids[2], 'replaying')
    await setState(ids[3], 'recovered')
    const counts = await countDeadLetters(test.database, { ids: [...ids, '777'] })
    expect(counts).toEqual({
      ok: true,
      value: { dead: 2, others: { replaying: 1, recovered: 1 }, unknown: 1 },
    })
    expect(await discard({ ids: [...ids, '777', '777'] })).toEqual({
      ok: true,
      value: { discarded: 2, others: { replaying: 1, recovered: 1 }, unknown: 1 },
    })
    expect(await Promise.all(ids.map(stateOf))).toEqual(['discarded', 'discarded', 'replaying', 'recovered'])
    const row = await test.database.prisma.deadLetter.findFirst({ where: { state: 'discarded' } })
    expect(row).toMatchObject({ settledBy: 'ann', note: 'too old', settledAt: expect.any(Date) })
    expect(await discard({ ids })).toMatchObject({
      ok: true,
      value: { discarded: 0, others: { discarded: 2 } },
    })
  })

  it('by a query takes what the query lets through', async () => {
    const [kept, gone] = await bury(deadLetter({ matchId: 'm1' }), deadLetter({ matchId: 'm2' }))
    expect(await discard({ query: { matchId: 'm2' } })).toMatchObject({ ok: true, value: { discarded: 1 } })
    expect([await stateOf(kept), await stateOf(gone)]).toEqual(['dead', 'discarded'])
    expect(await discard({ query: { matchId: 'm3' } })).toEqual({ ok: false, code: 'dead-letter-not-found' })
  })

  it('needs a choice that says something', () => {
    for (const choice of [{}, { query: {} }, { ids: [] }, { ids: ['1'], query: { code: 'x' } }]) {
      expect(discardDeadLettersInput.safeParse({ ...choice, reason: 'r' }).success).toBe(false)
    }
  })
})
