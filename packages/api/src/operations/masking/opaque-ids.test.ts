import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInstant, isOpaqueId } from './opaque-ids.ts'

it.each([
  ...[
    '0',
    '2328589789',
    '1789456123456789012',
    'm1',
    'b17',
    'g-5',
    'evt_123',
    'match.12',
    'post-1',
    'goal-17',
  ],
  ...[
    'derby-1',
    'derby-1:b17',
    'metrica-3:1204',
    'derby-1:x-sensor-3',
    'correction:17',
    'event-9~4',
    'event-9~4.12',
  ],
  ...['0af76519-16cd-43dd-8448-eb211c80319c', '0AF7651916CD43DD8448EB211C80319C', 'a'.repeat(64)],
])('%s tells nothing', id => expect(isOpaqueId(id)).toBe(true))

it.each([
  ...['', 'anna', 'anna.schmidt@example.org', 'Anna Schmidt', 'anna-17', 'schmidt:3', 'post-anna-1', 'other'],
  ...['4111111111111111', '4111-1111-1111-1111', '10.0.0.1', '1985-03-12', '+4915112345678', 'b17 ', 'goal-'],
  ...[
    'token=abc1',
    'x'.repeat(129),
    '1'.repeat(129),
    'b17/../../etc',
    '{"a":1}',
    'ünal-1',
    'goal',
    'Zqsecret-7',
  ],
])('%s may tell of somebody', id => expect(isOpaqueId(id)).toBe(false))

const anyText = fc.string({ unit: fc.constantFrom(...'aZ09-:~.é•\u0000\ud83d '), maxLength: 60 })

it('takes any text, in no time', () => {
  fc.assert(fc.property(anyText, text => void isOpaqueId(text)))
  const began = performance.now()
  for (const text of ['a'.repeat(1e6), '1'.repeat(1e6), '-'.repeat(1e6), 'a1-'.repeat(3e5)]) isOpaqueId(text)
  expect(performance.now() - began).toBeLessThan(200)
})

it('knows a time, and nothing that only looks like one', () => {
  for (const text of ['2026-05-01T19:00:00Z', '2026-05-01T19:00:00.123+02:00'])
    expect(isInstant(text)).toBe(true)
  for (const text of ['2026-05-01', '2026-99-01T19:00:00Z', '2026-05-01T19:00:00.123456789Z', 'Anna', ''])
    expect(isInstant(text)).toBe(false)
})
