import { type BroadcastEvent, broadcastEventSchema } from '@touchline/contracts'
import fc from 'fast-check'

const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
const periodGapSeconds = 3_600

export interface Told {
  readonly id: string
  readonly type: BroadcastEvent['type']
  readonly payload: object
  readonly period: number
  readonly seconds: number
  readonly isClockTold: boolean
  readonly provider: string
  /** Added to when it happened: the date of a few is wrong. */
  readonly offHours: number
  readonly fixture: { readonly home: string; readonly away: string } | undefined
}

const side = fc.constantFrom('home' as const, 'away' as const)
const score = fc.record({ home: fc.nat(4), away: fc.nat(4) })
const status = fc.constantFrom('suspended', 'resumed', 'abandoned', 'postponed', 'cancelled', 'awarded')
const said: fc.Arbitrary<{ type: BroadcastEvent['type']; payload: object }> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('goal-scored' as const), payload: fc.record({ team: side }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('shot-taken' as const),
      payload: fc.record({ team: side, outcome: fc.constant('saved') }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('score-corrected' as const), payload: score }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('card-shown' as const),
      payload: fc.record({ team: side, card: fc.constantFrom('yellow', 'second-yellow', 'red') }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('period-started' as const, 'period-ended' as const, 'match-ended' as const),
      payload: fc.constant({}),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('status-changed' as const), payload: fc.record({ status }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('match-scheduled' as const),
      payload: fc.record({ home: fc.constantFrom('A', 'B'), away: fc.constantFrom('C', 'D') }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('pass-made' as const), payload: fc.record({ team: side }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('substitution-made' as const),
      payload: fc.record({ team: side, playerIn: fc.constant('In'), playerOut: fc.constant('Out') }),
    }),
  },
)
/** One event within the match, under an id. */
export const told = (id: string): fc.Arbitrary<Told> =>
  fc
    .tuple(
      said,
      fc.record({
        period: fc.integer({ min: 1, max: 5 }),
        seconds: fc.integer({ min: 0, max: 60 }).map(minute => minute * 50),
        isClockTold: fc.boolean(),
        provider: fc.constantFrom('acme', 'acme', 'acme', 'backup', 'operator'),
        offHours: fc.constantFrom(...Array.from({ length: 12 }, () => 0), -11, -30, -200_000),
        fixture: fc.constantFrom(undefined, undefined, { home: 'A', away: 'B' }, { home: 'C', away: 'D' }),
      }),
    )
    .map(([what, when]) => ({ id, ...what, ...when }))

export function sent(
  { id, type, payload, period, seconds, isClockTold, provider, offHours, fixture }: Told,
  more: object = {},
): BroadcastEvent {
  const happenedMs = kickOffMs + (period * periodGapSeconds + seconds) * 1_000
  const occurredAt = new Date(happenedMs + offHours * 3_600_000).toISOString()
  const clock = isClockTold ? { clock: { period, seconds } } : {}
  const base = { source: 'broadcast', matchId: 'm', sourceEventId: id, provider, ingestedAt: occurredAt }
  return broadcastEventSchema.parse({ ...base, type, payload, occurredAt, fixture, ...clock, ...more })
}

export const withdrawn = (event: Told, more: object = {}): BroadcastEvent =>
  sent({ ...event, type: 'event-withdrawn', payload: {} }, more)

/** Versions of one event: one that stands, or several of which the last holds, or one that is taken back. */
const versions = (id: string): fc.Arbitrary<BroadcastEvent[]> =>
  fc.oneof(
    { weight: 5, arbitrary: told(id).map(event => [sent(event)]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(told(id), fc.array(told(id), { minLength: 1, maxLength: 3 }))
        .map(([first, others]) =>
          [first, ...others].map((event, revision) =>
            sent({ ...event, provider: first.provider }, { revision }),
          ),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(told(id), told(id), fc.nat(3)).map(([first, other, apartMs]) => {
        const at = (index: number) => ({ ingestedAt: new Date(kickOffMs + index * apartMs).toISOString() })
        const between = { ...other, provider: first.provider }
        return [sent(first, at(0)), sent(between, at(1)), sent(first, at(2))]
      }),
    },
    { weight: 1, arbitrary: told(id).map(event => [sent(event), withdrawn(event)]) },
    {
      weight: 1,
      arbitrary: told(id).map(event => [sent(event, { revision: 1 }), withdrawn(event, { revision: 2 })]),
    },
  )

/** Versions of up to 14 events, each event's in order. */
export const arbitraryMatch: fc.Arbitrary<BroadcastEvent[]> = fc
  .integer({ min: 1, max: 14 })
  .chain(count => fc.tuple(...Array.from({ length: count }, (_, index) => versions(`e${index}`))))
  .map(all => all.flat())

/** A match, and the same in any order with each version twice. */
export const shuffledAndDoubled = arbitraryMatch.chain(events =>
  fc.tuple(
    fc.constant(events),
    fc.shuffledSubarray([...events, ...events], {
      minLength: events.length * 2,
      maxLength: events.length * 2,
    }),
  ),
)

/** Versions of some events in any order. */
export const shuffledVersions: fc.Arbitrary<BroadcastEvent[]> = arbitraryMatch.chain(events =>
  fc.shuffledSubarray(events, { minLength: events.length }),
)

/** The same event said anew, with rising revisions. */
export const versionsOf = (all: readonly Told[]): BroadcastEvent[] =>
  all.map((event, revision) => sent(event, { revision }))
