import { anonymous, authorization, may, type Role } from '@touchline/contracts'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiContext } from '../../context.ts'
import { publicErrorOf } from '../../error-shape.ts'
import { operatorRouter } from '../../operator-router.ts'
import { edgeIds } from '../pipeline/graph.ts'
import { secret, seedSecrets } from './testing/hidden-seed.ts'

let test: TestDatabase
let ids: string[] = []
let fingerprints: string[] = []
beforeAll(async () => {
  test = await createTestDatabase()
  ids = await seedSecrets(test.database)
  const { rows } = await test.database.pool.query('select distinct fingerprint from dead_letters')
  fingerprints = rows.map(row => row.fingerprint)
})
afterAll(() => test.drop())

function contextOf(role: Role): ApiContext {
  return {
    database: test.database,
    feeds: { join: () => Promise.reject(new Error('no feeds here')) },
    caller: { identity: anonymous, enter: () => () => {}, take: async () => {} },
    now: () => new Date('2026-05-02T00:00:00Z'),
    operator: { id: `u-${role}`, name: `${role}@example.org`, role, via: 'console' },
    readRecord: async () => ({
      value: Buffer.from(JSON.stringify({ type: 'goal-scored', payload: { player: secret } })),
      headers: { schema: secret, traceparent: secret },
      appendedAtMs: 0,
    }),
  }
}

type Answer = { readonly answer: unknown } | { readonly refused: unknown }
/** What a caller is told: the answer, or the error as it leaves us. */
function ask(path: string, input: unknown, role: Role = 'viewer'): Promise<Answer> {
  const caller = operatorRouter.createCaller(contextOf(role)) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >
  const [noun = '', verb = ''] = path.split('.')
  return Promise.resolve(caller[noun]?.[verb]?.(input)).then(
    answer => ({ answer }),
    error => ({ refused: publicErrorOf(error) }),
  )
}

const byIds = () => ids.map(id => ({ id }))
const filters = [
  { topic: 'broadcast-events' },
  { source: 'social' },
  { matchId: 'stored' },
  { text: 'wrong' },
]
const filtered = (name: string) => [{}, ...filters.map(filter => ({ [name]: filter }))]

/** What is asked of each procedure that a viewer may read by; one that is missing here fails the test. */
const questions: Record<string, () => unknown[]> = {
  'pipeline.overview': () => [undefined],
  'pipeline.history': () => [
    { from: '2026-05-01T19:00:00.000Z', to: '2026-05-01T20:00:00.000Z' },
    { at: '2026-05-01T19:30:00.000Z' },
  ],
  'pipeline.tail': () => edgeIds.map(edge => ({ edge, limit: 50 })),
  'consumer.list': () => [undefined],
  'overload.get': () => [undefined],
  'deadLetter.list': () => [...filtered('filter'), { limit: 500 }],
  'deadLetter.groups': () => [...filtered('filter'), { sort: 'last-failed' }],
  'deadLetter.show': byIds,
  'deadLetter.count': () => filters.map(query => ({ query })),
  'deadLetter.choices': () => [{}],
  'deadLetter.compare': byIds,
  'deadLetterGroup.show': () => fingerprints.map(fingerprint => ({ fingerprint })),
  'replay.list': () => [{}],
  'replay.show': () => [{ id: '1' }],
  'replay.items': () => [{ id: '1' }],
  'event.search': () => [{}, { text: 'ada' }, { matchId: 'stored' }],
  'event.life': () => [
    { matchId: 'stored', seq: 1 },
    ...ids.map((_, index) => ({ source: 'broadcast', sourceEventId: `${secret}-${index}` })),
  ],
  'matchDesk.list': () => [{}],
  'matchDesk.show': () => [{ matchId: 'stored' }],
  'correction.list': () => [{ matchId: 'stored' }],
  'primaryProvider.show': () => [{ matchId: 'stored' }],
  'delivery.reports': () => [{}],
  'delivery.report': () => [{ id: '1' }],
  'delivery.accounts': () => [{}],
  'delivery.watermarks': () => [{}],
  'explain.delivery': () => [
    { fan: 'f', event: { source: 'broadcast', sourceEventId: `${secret}-1` } },
    { fan: 'f', event: { matchId: 'stored', position: '1:1' } },
  ],
  'audit.search': () => [{}],
  'audit.verify': () => [{}],
  'savedView.list': () => [{ page: 'dead-letters' }],
  'savedView.save': () => [],
  'savedView.remove': () => [],
}

describe('a viewer who has revealed nothing', () => {
  const paths = Object.keys(authorization).filter(
    path => may('viewer', path as keyof typeof authorization) && path in operatorRouter._def.procedures,
  )

  it('is asked for by every procedure that it may call', () => {
    expect(Object.keys(questions).sort()).toEqual(paths.sort())
  })

  it.each(Object.keys(questions))('is told no secret by %s', async path => {
    const inputs = questions[path]?.() ?? []
    let answered = 0
    for (const input of inputs) {
      const found = await ask(path, input)
      if ('answer' in found) answered += 1
      const told = JSON.stringify(found)
      const at = told.toLowerCase().indexOf(secret.toLowerCase())
      expect([path, input, at < 0 ? '' : told.slice(Math.max(0, at - 120), at + 40)]).toEqual([
        path,
        input,
        '',
      ])
    }
    expect([path, answered > 0]).toEqual([path, inputs.length > 0])
  })

  it('would be told it with a reveal, so that it is there to be hidden', async () => {
    const subject = { kind: 'dead-letter', id: ids[0] }
    await ask('reveal.open', { ...subject, reason: 'r' }, 'operator')
    const told = JSON.stringify(await ask('deadLetter.show', { id: ids[0] }, 'operator'))
    expect(told.split(secret).length).toBeGreaterThan(8)
  })

  it('is told no secret by what operators check and preview either', async () => {
    const text = JSON.stringify({ type: 'goal-scored', clock: { period: 1, seconds: 99_999 } })
    for (const id of ids) {
      expect(JSON.stringify(await ask('deadLetter.checkEdit', { id, text }, 'operator'))).not.toContain(
        secret,
      )
    }
    const preview = await ask('correction.preview', { matchId: 'stored', home: 1, away: 0 }, 'operator')
    expect(JSON.stringify(preview)).not.toContain(secret)
  })
})

/** Of each place at which something can be asked for, what asks for a value there. */
const guesses: Record<string, (guess: string) => readonly [path: string, input: unknown]> = {
  'a text of letters': text => ['deadLetter.list', { filter: { text } }],
  'a path of letters': path => ['deadLetter.list', { filter: { path: `payload.${path}` } }],
  'a bare path of letters': path => ['deadLetter.list', { filter: { path } }],
  'a match of letters': matchId => ['deadLetter.list', { filter: { matchId } }],
  'a type of letters': type => ['deadLetter.list', { filter: { eventType: type.slice(0, 32) } }],
  'a code of letters': code => ['deadLetter.list', { filter: { code } }],
  'a text of groups': text => ['deadLetter.groups', { filter: { text } }],
  'a path of groups': path => ['deadLetter.groups', { filter: { path } }],
  'a match of groups': matchId => ['deadLetter.groups', { filter: { matchId } }],
  'a type of groups': type => ['deadLetter.groups', { filter: { eventType: type } }],
  'a code of groups': code => ['deadLetter.groups', { filter: { code } }],
  'a text to count': text => ['deadLetter.count', { query: { text } }],
  'a path to count': path => ['deadLetter.count', { query: { path } }],
  'a match to count': matchId => ['deadLetter.count', { query: { matchId } }],
  'a type to count': type => ['deadLetter.count', { query: { eventType: type } }],
  'a code to count': code => ['deadLetter.count', { query: { code } }],
  'words of events': text => ['event.search', { text }],
  'an id of events': id => ['event.search', { id: `${id}-1` }],
  'a correlation id of events': correlationId => ['event.search', { correlationId }],
  'a match of events': matchId => ['event.search', { matchId }],
  'an id whose life is asked': id => ['event.life', { source: 'broadcast', sourceEventId: `${id}-1` }],
  'an id to explain': id => [
    'explain.delivery',
    { fan: 'f', event: { source: 'broadcast', sourceEventId: `${id}-1` } },
  ],
  'a text of the desk': text => ['matchDesk.list', { text }],
  'a match of the desk': matchId => ['matchDesk.show', { matchId }],
  'a text of the trail': text => ['audit.search', { text }],
  'a match of corrections': matchId => ['correction.list', { matchId }],
  'a match of watermarks': matchId => ['delivery.watermarks', { matchId }],
}

describe('a guess', () => {
  const wrong = 'Zqguessed-hidden7qZ'
  const parts = (text: string) => [text, text.toLowerCase(), text.slice(0, 8), text.slice(1, 10)]

  it.each(Object.keys(guesses))('at %s tells nothing, whether it is right or wrong', async place => {
    const question = guesses[place]
    if (!question) throw new Error(place)
    for (const [index, right] of parts(secret).entries()) {
      const [a, b] = await Promise.all([
        ask(...question(right)),
        ask(...question(parts(wrong)[index] ?? wrong)),
      ])
      expect([right, a]).toEqual([right, b])
    }
  })

  it('at what a replay or a discard chooses tells nothing', async () => {
    const choices = ['text', 'path', 'matchId', 'eventType', 'code']
    for (const name of choices) {
      const by = (value: string) => ({ query: { [name]: value }, reason: 'r', mode: 'dry_run' })
      for (const path of ['replay.create', 'deadLetter.discard']) {
        const right = await ask(path, by(secret), 'operator')
        expect([path, name, right]).toEqual([path, name, await ask(path, by(wrong), 'operator')])
        expect(right).toHaveProperty('refused')
      }
    }
  })

  it('at words that messages show finds whole words alone', async () => {
    const count = async (text: string) => {
      const told = await ask('deadLetter.count', { query: { text } })
      return 'answer' in told ? (told.answer as { dead: number }).dead : told
    }
    expect(await count('is wrong')).toBe(ids.length)
    expect(await count('wrong is')).toBe(0)
    const names = ['Handke', 'xhand', 'xhandx', 'hand7', 'handé', 'hand_ke'].map((name, index) =>
      deadLetter({ sourceEventId: `named-${index}`, errorMessage: `payload.player: "${name}" is wrong` }),
    )
    const named = await buryLetters(test.database.pool, names)
    expect(await count('hand')).toBe(0)
    expect(await count('hand is wrong')).toBe(0)
    expect(await count('payload player hand')).toBe(0)
    await test.database.pool.query('delete from dead_letters where id = any($1::bigint[])', [named])
    expect(await count('hidden7qZ and')).toMatchObject({ refused: { code: 'invalid-input' } })
  })
})
