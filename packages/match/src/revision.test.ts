import { type BroadcastEvent, broadcastEventSchema } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, foldEvents, revisionNanos, type Version, versionOf } from './index.ts'

const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
const iso = (ms: number) => new Date(kickOffMs + ms).toISOString()

/** A version of one event that came in so many milliseconds after kick-off. */
function version(type: BroadcastEvent['type'], payload: object, cameMs: number, more: object = {}) {
  const base = { source: 'broadcast', matchId: 'm', sourceEventId: 'x', provider: 'acme', occurredAt: iso(0) }
  return broadcastEventSchema.parse({ ...base, type, payload, ingestedAt: iso(cameMs), ...more })
}
const goal = (team: 'home' | 'away', cameMs: number, more: object = {}) =>
  version('goal-scored', { team }, cameMs, more)

const said = fc.constantFrom(
  { type: 'goal-scored', payload: { team: 'home' } },
  { type: 'goal-scored', payload: { team: 'home' }, clock: { period: 1, seconds: 60 } },
  { type: 'goal-scored', payload: { team: 'home' }, clock: { period: 5, seconds: 60.004 } },
  { type: 'goal-scored', payload: { team: 'away' } },
  { type: 'pass-made', payload: { team: 'home' } },
  { type: 'event-withdrawn', payload: {} },
)
const revision = fc.constantFrom(
  undefined,
  0,
  4,
  kickOffMs,
  '2026-05-01T19:00:00Z',
  '2026-05-01T21:00:00.000000001+02:00',
  '2026-05-01T19:00:00.1231Z',
  '2026-05-01T19:00:00.1239Z',
)
const anyVersion = fc
  .record({ said, revision, cameMs: fc.nat(3), toldIndex: fc.nat(1), signedMs: fc.option(fc.nat(3)) })
  .map(({ said: { type, payload, ...clock }, revision, cameMs, toldIndex, signedMs }) =>
    version(type as BroadcastEvent['type'], payload, cameMs, {
      ...{ ...clock, toldIndex },
      ...(revision !== undefined && { revision }),
      ...(signedMs !== null && { toldAt: iso(signedMs) }),
    }),
  )
const toldAndAgain = fc
  .array(anyVersion, { minLength: 1, maxLength: 6 })
  .chain(all =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
    ),
  )

/** The version that stands in the end, as a processor would keep it; a withdrawal's time decides nothing. */
function standing(versions: readonly BroadcastEvent[]) {
  const { content, toldAtMs, ...held } = highest(versions) ?? { toldAtMs: 0 }
  return content ? { ...held, content, toldAtMs } : held.revision
}

function highest(versions: readonly BroadcastEvent[]): Version | undefined {
  return versions.map(versionOf).reduce<Version | undefined>((held, sent) => {
    const order = held ? compareVersions(sent, held) : 'higher'
    return order === 'higher' || order === 'retold' ? sent : held
  }, undefined)
}

describe('of all versions of an event', () => {
  it('the same one stands, in whatever order and however often they come: a law', () => {
    fc.assert(
      fc.property(toldAndAgain, ([inOrder, shuffled]) => {
        expect(standing(shuffled)).toEqual(standing(inOrder))
        expect(foldEvents(shuffled).state).toEqual(foldEvents(inOrder).state)
      }),
      { numRuns: 3_000 },
    )
  }, 60_000)

  it('the one that was told last stands, also where it was told before', () => {
    for (const more of [{}, { revision: 4 }]) {
      const [a, b, again] = [goal('home', 1, more), goal('away', 2, more), goal('home', 3, more)]
      expect(foldEvents([b, again, a]).state.score).toEqual({ home: 1, away: 0 })
      expect(foldEvents([a, again, b]).state.score).toEqual({ home: 1, away: 0 })
    }
  })

  it('of those told at once the later in its request stands, else what they say decides', () => {
    const [first, second] = [goal('away', 1), goal('home', 1, { toldIndex: 1 })]
    expect(foldEvents([second, first]).state.score).toEqual({ home: 1, away: 0 })
    const [home, away] = [goal('home', 1), goal('away', 1)]
    for (const again of [[home], [away], []]) {
      expect(foldEvents([home, away, ...again]).state).toEqual(foldEvents([away, home]).state)
    }
  })

  it('one that was signed earlier is below, whenever it comes', () => {
    const old = goal('home', 9, { toldAt: iso(1) })
    expect(foldEvents([goal('away', 2), old]).state.score).toEqual({ home: 0, away: 1 })
  })
})

describe('a version is another one', () => {
  const order = (sent: BroadcastEvent, held: BroadcastEvent) =>
    compareVersions(versionOf(sent), versionOf(held))
  const clock = (period: number) => ({ clock: { period, seconds: 60 } })

  it('where it tells a clock and the other did not, or the other way round', () => {
    expect(order(goal('home', 2, clock(5)), goal('home', 1))).toBe('higher')
    expect(order(goal('home', 2), goal('home', 1, clock(5)))).toBe('higher')
    expect(order(goal('home', 2, clock(5)), goal('home', 1, clock(5)))).toBe('retold')
  })

  it('where its time as its provider told it differs, and not where only the measured skew does', () => {
    const at = (occurredMs: number, clockSkewMs: number, cameMs: number) =>
      goal('home', cameMs, { occurredAt: iso(occurredMs - clockSkewMs), clockSkewMs })
    expect(order(at(60_000, 20_300, 2), at(60_000, 20_100, 1))).toBe('retold')
    expect(order(at(60_000, -30_000, 2), at(60_000, 0, 1))).toBe('retold')
    expect(order(at(61_000, 20_300, 2), at(60_000, 20_100, 1))).toBe('higher')
    expect(order(at(260_000, 20_100, 2), at(60_000, 20_100, 1))).toBe('higher')
  })

  it('where its revision is a time that differs below the millisecond', () => {
    const at = (digits: string, cameMs: number) =>
      goal('home', cameMs, { revision: `2026-05-01T19:00:00.${digits}Z` })
    expect(order(at('1231', 2), at('1239', 1))).toBe('lower')
    expect(order(at('123456789', 1), at('123456788', 2))).toBe('higher')
    expect(order(at('12', 1), at('120000', 1))).toBe('same')
    expect(revisionNanos('2026-05-01T19:00:00.000000007+02:00')).toBe(7)
  })
})
