import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fingerprintOf, normalised, shapeOf } from './fingerprint.ts'

const failure = (message: string, value: unknown = { type: 'goal-scored', payload: { minute: '12' } }) =>
  fingerprintOf({ stage: 'ingest', code: 'schema-mismatch', message, value })

it('is one for failures that differ in their particulars alone', () => {
  const first = failure('payload.minute: is "12", match 8a51 at 2026-05-01T19:00:00.000Z')
  const second = failure('payload.minute: is "97", match 8a51 at 2027-01-02T03:04:05.678Z', {
    type: 'goal-scored',
    payload: { minute: '97' },
    matchId: 'other',
  })
  expect(second.fingerprint).toBe(first.fingerprint)
})

it('is another where stage, code, type, text or the type at fault differ', () => {
  const base = failure('payload.minute: wrong')
  const others = [
    failure('payload.minute: missing'),
    failure('payload.minute: wrong', { type: 'goal-scored', payload: { minute: null } }),
    failure('payload.minute: wrong', { type: 'card-shown', payload: { minute: '12' } }),
    fingerprintOf({
      stage: 'enrich',
      code: 'schema-mismatch',
      message: 'payload.minute: wrong',
      value: { type: 'goal-scored', payload: { minute: '12' } },
    }),
  ]
  expect(new Set([base, ...others].map(({ fingerprint }) => fingerprint)).size).toBe(5)
})

it('reads any value without failing, and stays small', () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 8 }), fc.string(), (value, message) => {
      const { shape, fingerprint } = failure(message, value)
      expect(Object.keys(shape).length).toBeLessThanOrEqual(64)
      expect(fingerprint).toMatch(/^[0-9a-f]{32}$/)
    }),
  )
})

it('names paths by their types', () => {
  expect(shapeOf({ a: { b: [1, 2], c: null }, d: 'x' })).toEqual({
    a: 'object',
    'a.b': 'array',
    'a.b.0': 'number',
    'a.c': 'null',
    d: 'string',
  })
  expect(normalised('id "x" took 12.5 ms')).toBe('id "…" took <n> ms')
})
