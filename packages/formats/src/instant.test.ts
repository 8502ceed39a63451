import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exactInstantOf, instantOf } from './instant.ts'

it('reads times with an offset, without one, and to any fraction', () => {
  expect(instantOf('2021-09-11T18:30:06.817Z', 'london')).toBe('2021-09-11T18:30:06.817Z')
  expect(instantOf('2021-09-11T18:30:06', 'utc')).toBe('2021-09-11T18:30:06.000Z')
  expect(instantOf('2018-09-23T16:56:37.7887', 'utc')).toBe('2018-09-23T16:56:37.788Z')
  expect(instantOf('2018-09-23 15:02:14.39', 'utc')).toBe('2018-09-23T15:02:14.390Z')
  expect(instantOf('2018-09-23T15:00:00+0100', 'utc')).toBe('2018-09-23T14:00:00.000Z')
  expect(instantOf('2018-09-23T15:00:00-05:30', 'utc')).toBe('2018-09-23T20:30:00.000Z')
})

it('keeps the digits of a revision', () => {
  const exact = (fraction: string) => exactInstantOf(`2021-09-11T18:30:06${fraction}+01:00`, 'utc')?.slice(19)
  expect(['', '.8', '.817', '.8170', '.8171', '.817100', '.817000001'].map(exact)).toEqual([
    ...['.000Z', '.800Z', '.817Z', '.817Z', '.8171Z', '.8171Z', '.817000001Z'],
  ])
  expect(exactInstantOf('2021-02-30T18:30:06.1234', 'utc')).toBeUndefined()
})

it.each([
  '',
  'now',
  '2018-02-30T00:00:00',
  '2018-13-01T00:00:00',
  '2018-01-01T24:00:00',
  '0001-01-01T00:00:00',
  '9999-01-01T00:00:00',
  '2018-01-01',
])('refuses %s', text => {
  expect(instantOf(text, 'utc')).toBeUndefined()
})

it('knows the time of London as the platform does', () => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const hours = { min: Date.UTC(2000, 0) / 3_600_000, max: Date.UTC(2037, 11) / 3_600_000 }
  fc.assert(
    fc.property(fc.integer(hours), hour => {
      const local = format.format(hour * 3_600_000).replace(' ', 'T')
      const read = Date.parse(instantOf(local, 'london') ?? '')
      // An hour that summer time's end repeats may be either.
      expect(format.format(read).replace(' ', 'T')).toBe(local)
    }),
    { numRuns: 1_000 },
  )
})
