import { type MatchEvent, type MatchSnapshot, matchIdSchema, type SourceEvent } from '@touchline/contracts'
import { insertEvents, inTransaction, lockMatches, saveMatches, getMatch as selectMatch } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { emptyMatch, foldEvents } from '@touchline/match'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getMatch } from './get-match.ts'
import { snapshotAsOf } from './snapshot-as-of.ts'
import { eventAt } from './testing/memory-feed.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
type Told = Pick<SourceEvent, 'type'> & { readonly payload: object }
const sides = fc.constantFrom('home', 'away')
const told: fc.Arbitrary<Told> = fc.oneof(
  {
    arbitrary: fc.constant({ type: 'commentary-published' as const, payload: { text: 'x', lang: 'en' } }),
    weight: 3,
  },
  fc.record({ type: fc.constant('shot-taken' as const), payload: fc.record({ team: sides }) }),
  fc.record({
    type: fc.constant('goal-scored' as const),
    payload: fc.record({ team: sides, kind: fc.constantFrom('goal', 'own-goal', 'penalty') }),
  }),
  fc.record({
    type: fc.constant('card-shown' as const),
    payload: fc.record({ team: sides, card: fc.constantFrom('yellow', 'second-yellow', 'red') }),
  }),
  fc.record({
    type: fc.constant('score-corrected' as const),
    payload: fc.record({ home: fc.nat(5), away: fc.nat(5) }),
  }),
  {
    arbitrary: fc
      .constantFrom('period-started' as const, 'period-ended' as const)
      .map(type => ({ type, payload: {} })),
    weight: 1,
  },
)

let matches = 0
/** Plays a match as the processor does; returns it, and its state after each event. */
async function play(script: readonly Told[], endsAt: number) {
  const matchId = matchIdSchema.parse(`m${++matches}`)
  let match = emptyMatch
  const states = [match.state]
  const events = script.map(({ type, payload }, index) => {
    const ms = startMs + index * 1_000
    const base = eventAt({ epoch: 1, seq: index + 1 }, { occurredAtMs: ms, storedAtMs: ms })
    const event = {
      ...base,
      matchId,
      sourceEventId: `${matchId}-${index}`,
      type: index === endsAt ? 'match-ended' : type,
      payload,
      clock: { period: 1 + Math.floor(index / 60), seconds: index % 60 },
    }
    const told = { ...event, provider: '' } as unknown as SourceEvent
    match = foldEvents([told], match)
    states.push(match.state)
    return { ...event, score: match.state.score } as MatchEvent
  })
  await inTransaction(test.database.pool, async tx => {
    await lockMatches(tx, [matchId], emptyMatch)
    await insertEvents(tx, events)
    await saveMatches(tx, [{ matchId, lastSeq: events.length, state: match.state }])
  })
  return { matchId, states }
}

const stateIn = (snapshot: MatchSnapshot | undefined) => {
  if (!snapshot) return undefined
  const { matchId: _id, epoch: _epoch, lastSeq: _seq, updatedAt: _at, ...state } = snapshot
  return state
}

describe('a match as it was', () => {
  it('is what its events had led to by then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(told, { minLength: 1, maxLength: 220 }),
        fc.nat(400),
        fc.array(fc.nat(220), { minLength: 3, maxLength: 3 }),
        async (script, endsAt, places) => {
          const { matchId, states } = await play(script, endsAt)
          for (const place of places) {
            const seq = place % states.length
            const was = await snapshotAsOf(test.database, matchId, { epoch: 1, seq })
            expect(was).toMatchObject({ matchId, epoch: 1, lastSeq: seq })
            expect(stateIn(was)).toEqual(states[seq])
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is nothing at a place that it does not have', async () => {
    const { matchId } = await play([{ type: 'shot-taken', payload: { team: 'home' } }], -1)
    expect(await snapshotAsOf(test.database, matchId, { epoch: 1, seq: 2 })).toBeUndefined()
    expect(await snapshotAsOf(test.database, matchId, { epoch: 2, seq: 1 })).toBeUndefined()
    expect(await snapshotAsOf(test.database, 'nobody', { epoch: 1, seq: 0 })).toBeUndefined()
  })

  it('is told with a delay as the feed tells it', async () => {
    const goal: Told = { type: 'goal-scored', payload: { team: 'home', kind: 'goal' } }
    const { matchId, states } = await play([goal, goal, goal], -1)
    const shown = async (delaySeconds: number, atSeconds: number) => {
      const outcome = await getMatch(
        test.database,
        { matchId, delaySeconds },
        () => new Date(startMs + atSeconds * 1_000),
      )
      return outcome.ok ? outcome.value : undefined
    }
    expect(await shown(0, 30)).toEqual(await selectMatch(test.database, matchId))
    expect(await shown(30, 29)).toMatchObject({ lastSeq: 0, score: { home: 0, away: 0 } })
    expect(await shown(30, 31)).toMatchObject({ lastSeq: 2, score: { home: 2, away: 0 } })
    expect(stateIn(await shown(30, 40))).toEqual(states[3])
    expect(await getMatch(test.database, { matchId: 'nobody' as never, delaySeconds: 5 })).toMatchObject({
      code: 'match-not-found',
    })
  })
})
