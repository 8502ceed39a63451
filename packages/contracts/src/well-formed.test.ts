import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as contracts from './index.ts'
import { eventTimeSchema, openRecord, plainText, sentEventSchemas, wellFormedText } from './index.ts'
import { illFormedStrings } from './testing/ill-formed-strings.ts'

const exported = Object.entries(contracts).flatMap(([name, value]): [string, z.ZodType][] => {
  if (value instanceof z.ZodType) return [[name, value]]
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return members.filter(isSchema).map(([member, schema]) => [`${name}.${member}`, schema])
})
function isSchema(entry: [string, unknown]): entry is [string, z.ZodType] {
  return entry[1] instanceof z.ZodType
}

describe('text that PostgreSQL would not give back as it was sent', () => {
  it('is told by the walk, wherever in a schema it would pass', () => {
    const open = z.object({
      bare: z.string().max(64).optional(),
      list: z.array(z.object({ name: z.string().min(1) })),
      either: z.union([z.int(), z.string()]),
      record: z.record(z.string(), z.unknown()),
      keys: z.record(z.string(), plainText(9)),
      anything: z.unknown(),
      trimmed: z.string().trim().pipe(z.string().min(1)),
      fine: plainText(64),
      pattern: z.string().regex(/^[a-z]+$/),
    })
    const names = ['bare', 'list[].name', 'either', 'record', 'keys', 'anything', 'trimmed']
    expect(illFormedStrings(open)).toEqual(names.map(name => `(root).${name}`))
  })

  it.each(exported)('passes no schema of ours: %s', (_, schema) => {
    expect(illFormedStrings(schema)).toEqual([])
  })

  it('is refused with its path, in a name, in an id and in the fixture', () => {
    const goal = {
      matchId: 'derby-1',
      sourceEventId: 'g-\ud83d',
      type: 'goal-scored',
      occurredAt: '2026-05-01T19:04:05.120Z',
      fixture: { home: 'Harbour\ud83d', away: 'Northgate' },
      payload: { team: 'home', player: '\ude00Ada' },
    }
    const { error } = sentEventSchemas.broadcast.safeParse(goal)
    const paths = error?.issues.map(issue => issue.path.join('.'))
    expect(paths).toEqual(['sourceEventId', 'fixture.home', 'payload.player'])
  })

  it('is all that is refused of text, and in an open record anywhere', () => {
    fc.assert(
      fc.property(anyUnits, value => {
        const fits = value.isWellFormed() && !value.includes('\0')
        expect(wellFormedText.safeParse(value).success).toBe(fits)
        expect(openRecord.safeParse({ a: [{ b: value }] }).success).toBe(fits)
        expect(openRecord.safeParse({ a: { [`k${value}`]: 1 } }).success).toBe(fits)
      }),
    )
  })
})

const anyUnits = fc
  .array(fc.oneof(fc.constantFrom(0, 0x41, 0xd83d, 0xde00), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 6,
  })
  .map(units => String.fromCharCode(...units))

describe('a time', () => {
  it.each([
    '2026-05-01T19:04:05.123456789Z',
    '2026-05-01T19:04:05+14:00',
    '2000-01-01T00:00:00Z',
    '2099-12-31T23:59:59.999Z',
  ])('may be %s', text => {
    expect(eventTimeSchema.safeParse(text).success).toBe(true)
  })

  it.each([
    '0001-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '1999-12-31T23:59:59Z',
    '2100-01-01T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '2026-05-01T19:04:05+15:00',
    '2026-05-01T19:04:05+23:59',
    `2026-05-01T19:04:05.${'1'.repeat(200)}Z`,
    '2026-02-30T00:00:00Z',
    '2026-05-01T19:04:05',
  ])('may not be %s, which PostgreSQL refuses or nobody means', text => {
    expect(eventTimeSchema.safeParse(text).success).toBe(false)
  })
})
