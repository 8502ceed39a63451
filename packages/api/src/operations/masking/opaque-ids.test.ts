import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInstant, isOpaqueId } from './opaque-ids.ts'

it.each([
  ...[
    '0',
    '2328589',
    'broadcast-events/3/1789456123456',
    'critical-events:0:4111111111111111',
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
  ...['card-4111-1111-1111-1111', 'card:4111111111111111', 'post-447911123456', '07911123456', '2328589789'],
  ...[
    'id-85031212345',
    'msg-1985-03-12',
    'm-12.3.85',
    'b17-850312',
    'match-51.556049-0.279519',
    'm-51.55-0.27',
  ],
  ...['4111111111111111abcd', 'abcd4111111111111111abcdabcdabcd', '41111111-1111-1111-0000-000000000000'],
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

/** Digits in groups of any sizes, with separators of one kind or another, behind a word of ours. */
const grouped = (digits: fc.Arbitrary<string>) =>
  fc
    .tuple(
      digits,
      fc.array(fc.constantFrom('', '', '-', '_', ':', '.', '~', '/', 'b', '-b', ':p'), {
        minLength: 20,
        maxLength: 20,
      }),
      fc.constantFrom('', 'card-', 'post:', 'm', 'id_', 'derby-1:b'),
    )
    .map(([text, between, word]) => word + [...text].map((digit, at) => digit + between[at % 20]).join(''))
const digitsOf = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })
const two = (value: number) => String(value).padStart(2, '0')
const birthday = fc.tuple(
  fc.integer({ min: 1900, max: 2099 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }),
)

it('shows no number with as many digits as a telephone or a card has, in whatever groups', () => {
  fc.assert(fc.property(grouped(digitsOf(9, 19)), id => !isOpaqueId(id)))
})

it('shows no date of birth, in whatever order and groups', () => {
  const orders = fc.constantFrom(
    ([y, m, d]: [number, number, number]) => `${y}${two(m)}${two(d)}`,
    ([y, m, d]: [number, number, number]) => `${two(d)}${two(m)}${y}`,
    ([y, m, d]: [number, number, number]) => `${two(m)}${two(d)}${y}`,
  )
  const dates = fc.tuple(birthday, orders).map(([date, write]) => write(date))
  fc.assert(fc.property(grouped(dates), id => !isOpaqueId(id)))
  const separated = fc.tuple(birthday, fc.constantFrom('-', '.', '/', '_'), fc.boolean(), fc.boolean())
  fc.assert(
    fc.property(separated, ([[y, m, d], by, isShort, isReversed]) => {
      const parts = [isShort ? two(y % 100) : y, m, d]
      expect(isOpaqueId(`msg-${(isReversed ? parts.toReversed() : parts).join(by)}`)).toBe(false)
    }),
  )
})

it('shows no coordinates', () => {
  const degrees = fc
    .tuple(fc.integer({ min: 0, max: 180 }), digitsOf(2, 7))
    .map(([whole, rest]) => `${whole}.${rest}`)
  fc.assert(
    fc.property(
      degrees,
      degrees,
      fc.constantFrom('-', ':', '_', '/', '~'),
      (lat, long, by) => !isOpaqueId(`match${by}${lat}${by}${long}`),
    ),
  )
})

it('shows what the platform makes', () => {
  for (let n = 0; n < 1_000; n++) expect(isOpaqueId(randomUUID())).toBe(true)
  fc.assert(
    fc.property(fc.nat(999), fc.nat(), (partition, offset) =>
      isOpaqueId(`broadcast-events:${partition}:${offset}`),
    ),
  )
  const shown = Array.from({ length: 1_000 }, () => isOpaqueId(randomBytes(32).toString('hex')))
  expect(shown.filter(Boolean).length).toBeGreaterThan(900)
})
