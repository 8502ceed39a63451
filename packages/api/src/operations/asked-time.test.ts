import { expect, it } from 'vitest'
import { askedTimeSchema } from './asked-time.ts'

it.each(['1970-01-01T00:00:00Z', '2026-05-01T21:00:00.000+02:00', '9998-12-31T23:59:59.999Z'])(
  'takes %s',
  at => expect(askedTimeSchema.parse(at)).toBe(at),
)

it.each([
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  'nonsense',
])('refuses %s', at => expect(askedTimeSchema.safeParse(at).success).toBe(false))
