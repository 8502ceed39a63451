import fc from 'fast-check'
import { storedEvent } from './records.ts'

const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
const side = fc.constantFrom('home', 'away')
const as = (type: string, payload: fc.Arbitrary<object>, weight: number) => ({
  weight,
  arbitrary: payload.map(payload => ({ type, payload })),
})
const nothing = fc.constant({})
const said = fc.oneof(
  as('goal-scored', fc.record({ team: side, kind: fc.constantFrom('open-play', 'own-goal') }), 4),
  as('shot-taken', fc.record({ team: side, outcome: fc.constant('saved'), player: fc.constant('Ada') }), 3),
  as('score-corrected', fc.record({ home: fc.nat(3), away: fc.nat(3) }), 1),
  as('card-shown', fc.record({ team: side, card: fc.constantFrom('yellow', 'second-yellow', 'red') }), 3),
  as('period-started', nothing, 3),
  as('period-ended', nothing, 2),
  as('match-ended', nothing, 1),
  as(
    'status-changed',
    fc.record({ status: fc.constantFrom('suspended', 'resumed', 'abandoned', 'postponed') }),
    2,
  ),
  as('match-scheduled', fc.record({ home: fc.constantFrom('A', 'B'), away: fc.constant('C') }), 1),
  as('pass-made', fc.record({ team: side }), 10),
  as('substitution-made', fc.constant({ team: 'home', playerIn: 'In', playerOut: 'Out' }), 1),
  as('commentary-published', fc.constant({ text: 'x', lang: 'en' }), 1),
)

const version = fc.record({
  id: fc.integer({ min: 1, max: 16 }).map(n => `e${n}`),
  said,
  provider: fc.constantFrom('acme', 'acme', 'acme', 'beta', 'operator'),
  period: fc.constantFrom(1, 1, 1, 2, 2, 3, 5, 5),
  minute: fc.integer({ min: 0, max: 48 }),
  isClockTold: fc.constantFrom(true, true, true, false),
  revision: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  ingestedAfterMs: fc.integer({ min: 0, max: 900 }),
  isWithdrawn: fc.constantFrom(false, false, false, false, true),
  fixture: fc.constantFrom(undefined, undefined, undefined, { home: 'X', away: 'Y' }),
})

/** A version of some event of a match: late or early, again and otherwise, taken back, of one of two partners. */
const ofPartner = version.map(({ id, said, provider, period, minute, ...more }) => {
  const { isClockTold, revision, ingestedAfterMs, isWithdrawn, fixture } = more
  const occurredMs = kickOffMs + (period * 3_600 + minute * 60) * 1_000
  return storedEvent(id, {
    ...(isWithdrawn ? { type: 'event-withdrawn', payload: {} } : said),
    provider,
    occurredAt: new Date(occurredMs).toISOString(),
    ingestedAt: new Date(kickOffMs + 7 * 3_600_000 + ingestedAfterMs).toISOString(),
    ...(isClockTold && { clock: { period, seconds: minute * 60 } }),
    ...(revision !== undefined && { revision }),
    ...(fixture && { fixture }),
  })
})
const ofOperator = fc
  .record({ provider: fc.constantFrom('acme', 'beta'), minute: fc.nat(300) })
  .map(({ provider, minute }) =>
    storedEvent(`choice-${minute}`, {
      ...{ type: 'primary-provider-changed', payload: { provider }, provider: 'operator' },
      occurredAt: new Date(kickOffMs + minute * 60_000).toISOString(),
    }),
  )
const ofStadium = fc.nat(5).map(n =>
  storedEvent(`s${n}`, {
    ...{ source: 'sensor', type: 'crowd-noise-measured', payload: { decibels: 60 + n } },
    fixture: { home: 'Named by', away: 'the stadium' },
  }),
)

/** What comes of one match, in the order in which it comes, and the sizes of the batches in which it does. */
export const generatedFeed = fc.tuple(
  fc.array(
    fc.oneof(
      { weight: 24, arbitrary: ofPartner },
      { weight: 1, arbitrary: ofOperator },
      { weight: 2, arbitrary: ofStadium },
    ),
    { minLength: 1, maxLength: 40 },
  ),
  fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 5, maxLength: 5 }),
)

/** The same in parts of these sizes, which come again and again. */
export function inBatches<T>(all: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = []
  for (let from = 0; from < all.length; ) {
    const size = sizes[batches.length % sizes.length] ?? 1
    batches.push(all.slice(from, from + size))
    from += size
  }
  return batches
}
