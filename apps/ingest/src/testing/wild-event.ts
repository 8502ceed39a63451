import fc from 'fast-check'

const wildNumber = fc.oneof(
  fc.constantFrom(0, -0, 0.5, 1.2, 1.21, -0.3, 5, 6, 7_200, 7_201, 1e300, Number.MIN_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const wildTime = fc.oneof(
  fc.constantFrom(
    '2026-05-01T19:00:00Z',
    '2026-05-01T19:00:06.001Z',
    '2026-05-01T21:00:00+14:00',
    '2099-12-31T23:59:59-14:00',
  ),
  fc
    .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map(date => date.toISOString()),
)
const wildText = fc.string({ unit: 'binary', minLength: 1, maxLength: 3 })

/** What a broadcast partner might send: often an event, often one that can't be true or be stored. */
export const wildEvent = fc.record(
  {
    matchId: fc.constantFrom('m', 'n', ''),
    sourceEventId: wildText,
    type: fc.constantFrom('pass-made', 'goal-scored', 'score-corrected', 'match-scheduled', 'status-changed'),
    occurredAt: wildTime,
    clock: fc.record({ period: fc.integer({ min: -1, max: 7 }), seconds: wildNumber }),
    fixture: fc.record({ home: wildText, away: fc.constant('B'), kickoffAt: wildTime }),
    payload: fc.record(
      {
        team: fc.constant('home'),
        player: wildText,
        start: fc.record({ x: wildNumber, y: wildNumber }),
        home: fc.constantFrom('A', 1),
        away: fc.constantFrom('B', 2),
        kickoffAt: wildTime,
        status: fc.constantFrom('suspended', 'awarded'),
      },
      { requiredKeys: ['team'] },
    ),
    deleted: fc.boolean(),
    revision: fc.oneof(wildNumber, wildTime),
  },
  { requiredKeys: ['matchId', 'type', 'occurredAt', 'payload'] },
)
