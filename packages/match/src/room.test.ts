import { describe, expect, it } from 'vitest'
import { factOf, identityOf } from './fact.ts'
import {
  type Change,
  type Content,
  emptyMemory,
  type Fact,
  type FoldedMatch,
  factsMax,
  kicksMax,
  lacksRoom,
  marksMax,
  refold,
} from './index.ts'

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
type Said = Pick<Content, 'type' | 'payload' | 'clock'>
const content = (said: Said, n = 0): Content => ({
  ...said,
  occurredAt: new Date(startMs + n * 1_000).toISOString(),
})
const schedule: Said = { type: 'match-scheduled', payload: { home: 'A', away: 'B' } }
const whistle: Said = { type: 'match-ended', payload: {} }
const goal: Said = { type: 'goal-scored', payload: { team: 'home' } }
const pass: Said = { type: 'pass-made', payload: { team: 'home' } }
const kick: Said = { ...goal, clock: { period: 5, seconds: 0 } }

function matchOf(provider: string, count: number, said: Said): FoldedMatch {
  const facts = new Map<string, Fact>()
  for (let n = 0; n < count; n += 1) {
    const identity = identityOf({ source: 'broadcast', provider, sourceEventId: `f${n}` })
    const fact = factOf(identity, provider, content(said, n))
    if (fact) facts.set(identity, fact)
  }
  return refold(emptyMemory, facts)
}
const change = (provider: string, after?: Said, before?: Said): Change => ({
  ...{ identity: `broadcast ${provider} new`, source: 'broadcast', provider, seq: 1 },
  ...{ before: before && content(before), after: after && content(after) },
})

describe.each([
  { kind: 'whistles', max: marksMax, said: schedule, other: whistle },
  { kind: 'facts', max: factsMax, said: goal, other: goal },
  { kind: 'kicks', max: kicksMax, said: kick, other: kick },
])('the room for $kind', ({ max, said, other }) => {
  const full = matchOf('beta', max, said)

  it('is one provider’s: it is full for that one, and not for others or for operators', () => {
    expect(lacksRoom(matchOf('beta', max - 1, said), change('beta', said))).toBeUndefined()
    expect(lacksRoom(full, change('beta', other))).toMatch(`holds ${max} `)
    expect(lacksRoom(full, change('acme', other))).toBeUndefined()
    expect(lacksRoom(full, change('operator', other))).toBeUndefined()
  })

  it('is not asked of a revision or a withdrawal of what is there, only of what becomes a fact', () => {
    expect(lacksRoom(full, change('beta', other, said))).toBeUndefined()
    expect(lacksRoom(full, change('beta', undefined, said))).toBeUndefined()
    expect(lacksRoom(full, change('beta', said, pass))).toBeDefined()
    expect(lacksRoom(full, change('beta', pass, said))).toBeUndefined()
  })
})

it('is asked of a fact that is retyped to one of another bound', () => {
  const full = matchOf('beta', marksMax, schedule)
  expect(lacksRoom(full, change('beta', whistle, goal))).toBeDefined()
  expect(lacksRoom(full, change('beta', goal))).toBeUndefined()
})

it('keeps a match small however long its shoot-out is told to be', () => {
  const name = 'ü'.repeat(120)
  const attempt = { type: 'goal-scored', payload: { team: 'home', player: name } }
  const facts = new Map(matchOf('acme', factsMax, attempt).facts?.all)
  const identity = 'broadcast acme whistle'
  const begun = content({ type: 'period-started', payload: {}, clock: { period: 5, seconds: 0 } })
  const start = factOf(identity, 'acme', begun)
  if (start) facts.set(identity, start)
  const { state, memory } = refold(emptyMemory, facts)
  expect(state.penalties).toEqual({ home: factsMax, away: 0 })
  expect(state.penaltyKicks).toHaveLength(kicksMax)
  expect(Buffer.byteLength(JSON.stringify({ state, memory }))).toBeLessThan(64 * 1_024)
})
