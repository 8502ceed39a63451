import { buryLetters, deadLetter } from '@touchline/db/testing'
import { describe, expect, it } from 'vitest'
import type { ApiContext } from '../../context.ts'
import type { LifeStage } from './life-view.ts'
import { lifeHouse, origin } from './testing/life-house.ts'
import { at, storeTestEvents } from './testing/stored-events.ts'

const { as, database, q } = lifeHouse()

const goal = {
  type: 'goal-scored',
  lane: 'critical' as const,
  payload: { team: 'home', player: 'Ada' },
  origin,
}
const store = () => storeTestEvents(database(), 'm', [goal, { ...goal, type: 'pass-made' }])

async function stepsOf(
  asked: Parameters<ReturnType<typeof as>['life']>[0],
  changes: Partial<ApiContext> = {},
) {
  const life = await as(changes).life(asked)
  return Object.fromEntries(life.steps.map(step => [step.stage, step])) as Record<
    LifeStage,
    (typeof life.steps)[number]
  >
}

async function openFeed(fan: string, more: Record<string, unknown> = {}) {
  const row = { after_seq: 0, end_seq: null, ended_at: null, ...more }
  await q(
    `insert into feed_sessions (session_id, instance, connection_id, transport, fan, match_id, lanes, delay_seconds, epoch,
       after_seq, started_at, end_epoch, end_seq, ended_at, end_reason)
     values (gen_random_uuid(), 'g1', 'c', 'socket', $1, 'm', '{}', 0, 1, $2, $3, $4, $5, $6, 'left')`,
    [fan, row.after_seq, at(0), row.end_seq === null ? null : 1, row.end_seq, row.ended_at],
  )
}

describe("an event's life", () => {
  it('tells where and when, and what nobody recorded', async () => {
    await store()
    const steps = await stepsOf({ matchId: 'm', seq: 1 })
    expect(Object.keys(steps)).toEqual([
      ...[
        'happened',
        'received',
        'log',
        'attempts',
        'transaction',
        'stored',
        'relay',
        'gateways',
        'sockets',
        'revisions',
      ],
    ])
    expect(steps.received).toMatchObject({ at: at(1.02), tookMs: 20, state: 'done' })
    expect(steps.received.facts).toMatchObject({
      provider: 'not recorded with the event',
      'correlation id': 'c-m-1',
    })
    expect(steps.log).toMatchObject({
      at: null,
      state: 'done',
      facts: { topic: 'broadcast-events', partition: 3, offset: '17' },
    })
    expect(steps.attempts.text).toBe('no failure is recorded: the first attempt succeeded')
    expect(steps.transaction.facts).toMatchObject({
      'events of this match': 2,
      'first seq': 1,
      'last seq': 2,
    })
    expect(steps.stored).toMatchObject({ at: at(1.05), tookMs: 30, facts: { 'ingest to stored ms': 30 } })
    for (const stage of ['relay', 'gateways', 'sockets'] as const) expect(steps[stage].state).toBe('unknown')
  })

  it('says so where the place in the log was not kept', async () => {
    await storeTestEvents(database(), 'm', [{ type: 'goal-scored' }])
    expect((await stepsOf({ matchId: 'm', seq: 1 })).log).toMatchObject({ state: 'unknown', facts: {} })
  })

  it('counts with a transaction only what it stored', async () => {
    await store()
    await store()
    const steps = await stepsOf({ matchId: 'm', seq: 3 })
    expect(steps.transaction.facts).toMatchObject({
      'events of this match': 2,
      'first seq': 3,
      'last seq': 4,
    })
  })

  it('is the same by the source and its id', async () => {
    await store()
    const [one, other] = await Promise.all([
      as().life({ matchId: 'm', seq: 1 }),
      as().life({ source: 'broadcast', sourceEventId: 'm-1' }),
    ])
    expect(other).toEqual(one)
  })

  it('follows it through outbox, relay and gateways', async () => {
    await store()
    const ask = () => stepsOf({ matchId: 'm', seq: 1 })
    await q(`insert into relay_watermarks values ('m', 1, 0, $1)`, [at(1)])
    expect((await ask()).relay).toMatchObject({ state: 'waiting', text: 'the relay stands at 1:0' })
    await q(`update relay_watermarks set seq = 1, published_at = $1`, [at(2)])
    expect((await ask()).relay).toMatchObject({ state: 'done', at: at(2), tookMs: 950 })
    await q('update relay_watermarks set seq = 2')
    expect((await ask()).relay).toMatchObject({ state: 'done', at: null })
    await q(`insert into gateway_watermarks values ('g1', 'm', 1, 2, 5, now()), ('g2', 'm', 1, 0, 1, now())`)
    expect((await ask()).gateways).toMatchObject({
      state: 'waiting',
      text: '1 of 2 gateways have come to it',
      facts: { 'sockets now': 6 },
    })
  })

  it('tells which feeds got it, and hides whose they are', async () => {
    await store()
    await q(`insert into gateway_watermarks values ('g1', 'm', 1, 2, 5, $1)`, [at(59)])
    await openFeed('ada@example.org', { end_seq: 2, ended_at: at(30) })
    await openFeed('ada@example.org', { end_seq: 0, ended_at: at(31) })
    await openFeed('')
    await openFeed('key:acme', { after_seq: 2 })
    await openFeed('gone', { end_seq: 2, ended_at: at(0.5) })
    const life = await as().life({ matchId: 'm', seq: 1 })
    expect(life.sockets).toMatchObject({
      counted: 4,
      isAll: true,
      gateways: [
        {
          instance: 'g1',
          reached: '1:2',
          verdicts: { delivered: 1, 'ended-before': 1, 'passed-on': 1, 'began-after': 1 },
        },
      ],
    })
    const fans = life.sockets.sample.map(({ fan }) => fan).sort()
    expect(fans).toEqual(['anonymous', expect.stringMatching(/^a••• [0-9a-f]{3}$/), fans[1], 'key:acme'])
    expect(JSON.stringify(life)).not.toContain('ada@')
    expect(life.steps.find(({ stage }) => stage === 'sockets')?.text).toBe('2 of 4 feeds got it')
  })

  it('samples at most fifty feeds, some of each kind', async () => {
    await store()
    for (let fan = 0; fan < 70; fan += 1) await openFeed(`f${fan}`, { end_seq: 2, ended_at: at(30) })
    await openFeed('one', { end_seq: 0, ended_at: at(30) })
    const { sockets } = await as().life({ matchId: 'm', seq: 1 })
    expect(sockets.counted).toBe(71)
    expect(sockets.sample).toHaveLength(50)
    expect(sockets.sample.filter(({ verdict }) => verdict === 'ended-before')).toHaveLength(1)
  })

  it('tells of its dead letters, replays and of what came with it', async () => {
    await store()
    const [own, other] = await buryLetters(database().pool, [
      deadLetter({ matchId: 'm', sourceEventId: 'm-1', originOffset: 1n }),
      deadLetter({ matchId: 'm', sourceEventId: 'x', correlationId: 'c-m-1', originOffset: 2n }),
    ])
    await q(`update dead_letters set state = 'recovered', settled_at = $1 where id = $2`, [at(50), own])
    await q(`insert into replays (id, mode, state, query, reason, requested_by, rate_per_second, canary, total)
             values (9, 'live', 'finished', '{}', 'again', 'bob', 10, false, 1)`)
    await q(
      `insert into replay_items (replay_id, dead_letter_id, ordinal, outcome) values (9, $1, 1, 'recovered')`,
      [own],
    )
    const life = await as().life({ matchId: 'm', seq: 1 })
    expect(life.letters.map(({ id, isOwn }) => [id, isOwn])).toEqual(
      expect.arrayContaining([
        [own, true],
        [other, false],
      ]),
    )
    expect(life.replays).toMatchObject([
      { replayId: '9', letterId: own, requestedBy: 'bob', outcome: 'recovered' },
    ])
    const attempts = life.steps.find(({ stage }) => stage === 'attempts')
    expect(attempts).toMatchObject({ state: 'done', facts: { 'dead letters': 2, replays: 1 } })
  })

  it('knows a corrected event by the replay that sent it', async () => {
    const [letter] = await buryLetters(database().pool, [deadLetter({ matchId: 'm', sourceEventId: 'old' })])
    await storeTestEvents(database(), 'm', [{ ...goal, id: 'old~9' }])
    await q(`insert into replays (id, mode, state, query, reason, requested_by, rate_per_second, canary, total)
             values (9, 'live', 'finished', '{}', 'fixed', 'bob', 10, false, 1)`)
    await q(
      `insert into replay_items (replay_id, dead_letter_id, ordinal, edited, new_source_event_id)
             values (9, $1, 1, '\\x00', 'old~9')`,
      [letter],
    )
    const life = await as().life({ matchId: 'm', seq: 1 })
    expect(life.replays).toMatchObject([{ replayId: '9', letterId: letter, isEdited: true }])
    expect(life.steps[3]?.text).toBe(`sent by replay 9 in the place of dead letter ${letter}, corrected`)
  })

  it('knows an operator’s correction, and what revised a goal', async () => {
    await store()
    await storeTestEvents(database(), 'm', [
      { type: 'score-corrected', lane: 'critical', id: 'correction:1', payload: { home: 0, away: 0 } },
    ])
    await q(`insert into corrections (match_id, type, source_event_id, event, reason, requested_by)
             values ('m', 'score-corrected', 'correction:1', '{}', 'offside', 'bob')`)
    const life = await as().life({ matchId: 'm', seq: 1 })
    expect(life.revisions).toMatchObject([{ matchId: 'm', seq: 3, type: 'score-corrected' }])
    expect((await as().life({ matchId: 'm', seq: 2 })).revisions).toEqual([])
    const steps = await stepsOf({ matchId: 'm', seq: 3 })
    expect(steps.attempts.text).toBe('bob made it: offside')
    expect(steps.revisions.text).toBe('no later event changes what this score-corrected means')
  })

  it('tells every version of a revised event, from any of them, and which holds', async () => {
    const version = (nth: number) => ({
      ...{ lane: 'critical' as const, id: 'g' },
      origin: {
        ...{ ...origin, offset: BigInt(10 + nth) },
        version: { provider: '', version: nth, revision: undefined, isClockTold: true, revisesFact: true },
      },
    })
    const said = { type: goal.type, occurredAt: at(0), clock: { period: 1, seconds: 1 } }
    const now = { ...said, payload: { ...goal.payload, team: 'away' } }
    const previous = { ...said, payload: goal.payload }
    await storeTestEvents(database(), 'm', [{ ...goal, id: 'g' }])
    await storeTestEvents(database(), 'm', [
      { ...version(1), type: 'event-revised', payload: { position: '1:1', previous, event: now } },
      { ...version(2), type: 'event-withdrawn', payload: { position: '1:1', previous: now } },
    ])
    for (const seq of [1, 2, 3]) {
      const { revisions } = await as().life({ matchId: 'm', seq })
      expect(revisions.map(({ seq: of, text, holds }) => [of, text, holds])).toEqual([
        [1, 'version 1, as it first came: goal-scored', false],
        [2, 'version 2, changed team', false],
        [3, 'version 3, withdrawn', true],
      ])
    }
    const steps = await stepsOf({ matchId: 'm', seq: 1 })
    expect(steps.revisions.text).toBe('what holds is event 3: version 3, withdrawn')
  })

  it('ends where the event is dead', async () => {
    const [id] = await buryLetters(database().pool, [deadLetter({ matchId: 'm1', sourceEventId: 'd1' })])
    const life = await as().life({ source: 'broadcast', sourceEventId: 'd1' })
    expect(life).toMatchObject({ event: null, raw: null, letters: [{ id, isOwn: true }] })
    expect(life.steps.map(({ state }) => state)).toEqual([
      ...[
        'unknown',
        'done',
        'unknown',
        'failed',
        'waiting',
        'waiting',
        'waiting',
        'waiting',
        'waiting',
        'done',
      ],
    ])
  })
})
