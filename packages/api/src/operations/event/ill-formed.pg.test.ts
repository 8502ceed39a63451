import { anonymous } from '@touchline/contracts'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appRouter } from '../../app-router.ts'
import type { ApiContext } from '../../context.ts'
import { operatorRouter } from '../../operator-router.ts'
import { restOperations } from '../../rest/operations.ts'
import { atCommandLine } from '../actor.ts'
import { kickOffMs, storeTestEvents } from './testing/stored-events.ts'

/** What a source may have sent before all text had to be well-formed: stored as JSON that the database can't take apart. */
const texts = [
  'half of an emoji \\ud83d',
  '\\ude00 the other half',
  'nothing \\u0000 at all',
  'a path C:\\\\ud83d',
]
let test: TestDatabase
let letterIds: string[] = []
beforeAll(async () => {
  test = await createTestDatabase()
  const { database } = test
  await storeTestEvents(database, 'm1', [
    ...texts.map(() => ({ type: 'goal-scored', lane: 'critical' as const, payload: { team: 'home' } })),
    { type: 'pass-made', payload: { team: 'away' } },
    { type: 'pass-made', payload: { team: 'away' } },
  ])
  for (const [index, text] of texts.entries()) {
    await database.pool.query(
      `update match_events set payload = ('{"team":"home","kind":"own-goal","player":"' || $2 || '"}')::json, score_home = $1
       where match_id = 'm1' and seq = $1`,
      [index + 1, text],
    )
  }
  await database.pool.query(
    `update match_events set score_home = 4 where seq > 4;
     update matches set state = jsonb_set(state::jsonb, '{score,home}', '4'), status = 'live' where match_id = 'm1'`,
  )
  letterIds = await buryLetters(
    database.pool,
    texts.map(text =>
      deadLetter({ raw: Buffer.from(`{"type":"goal-scored","payload":{"player":"${text}","${text}":1}}`) }),
    ),
  )
})
afterAll(() => test.drop())

const context = (nowMs = kickOffMs + 60_000): ApiContext => ({
  database: test.database,
  feeds: { join: () => Promise.reject(new Error('no feeds here')) },
  caller: { identity: anonymous, enter: () => () => {}, take: async () => {} },
  now: () => new Date(nowMs),
  operator: { ...atCommandLine('ann'), role: 'operator' },
})

it('does not keep a match from being read as it was some seconds ago', async () => {
  for (const delaySeconds of [1, 2, 3, 4, 5]) {
    const match = await appRouter
      .createCaller(context(kickOffMs + 6_500))
      .match.get({ matchId: 'm1' as never, delaySeconds })
    expect(match.lastSeq).toBeLessThan(6)
    expect(match.score.home).toBe(Math.min(4, match.lastSeq))
  }
})

it('does not keep a score from being corrected', async () => {
  const asked = { matchId: 'm1' as never, home: 1, away: 0 }
  const preview = await operatorRouter.createCaller(context()).correction.preview(asked)
  expect(preview.discounted.map(({ team }) => team)).toEqual(['home', 'home', 'home', 'home'])
  expect(preview.discounted.every(({ player }) => player?.isWellFormed() && !player.includes('\0'))).toBe(
    true,
  )
  expect(preview.discounted[0]?.player).toBe('a path C:\\ud83d')
})

it('does not keep events from being read by anybody', async () => {
  for (const operation of restOperations) {
    const input = { matchId: 'm1', epoch: '1', number: '0' }
    const keys = Object.keys(operation.input.shape)
    const asked = Object.fromEntries(Object.entries(input).filter(([name]) => keys.includes(name)))
    expect([operation.operationId, await operation.run(context(), asked)]).toMatchObject([
      operation.operationId,
      { ok: true },
    ])
  }
})

it('does not keep an event or a letter from being looked at, hidden or revealed', async () => {
  const caller = operatorRouter.createCaller(context())
  for (const [index, id] of letterIds.entries()) {
    const seq = index + 1
    const look = async () => [
      await caller.event.life({ matchId: 'm1' as never, seq }),
      await caller.deadLetter.show({ id }),
      await caller.deadLetter.compare({ id }),
      await caller.deadLetter.checkEdit({
        id,
        text: `{"type":"goal-scored","payload":{"player":"${texts[index]}"}}`,
      }),
    ]
    expect(JSON.stringify(await look()).isWellFormed()).toBe(true)
    await caller.reveal.open({ kind: 'dead-letter', id, reason: 'r' })
    await caller.reveal.open({ kind: 'event', id: `m1/${seq}`, reason: 'r' })
    expect(JSON.stringify(await look()).isWellFormed()).toBe(true)
  }
  await caller.pipeline.tail({ edge: 'ingest.log', limit: 50 })
  await caller.event.search({ matchId: 'm1' as never })
  await caller.deadLetter.groups({})
})
