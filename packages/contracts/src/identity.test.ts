import type { SentEvent } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesId, canonicalJson, stableId } from './identity.ts'

const event = {
  matchId: 'derby-1',
  type: 'period-started',
  occurredAt: '2026-05-01T19:00:00Z',
  payload: {},
} as SentEvent

/** The same value with the keys of every object the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  )
}

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), value => canonicalJson(turned(value)) === canonicalJson(value)))
  })

  it('reads back as the value itself, so different values never share a text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('leaves out what is undefined, as JSON does', () => {
    expect(canonicalJson({ b: undefined, a: [1, null] })).toBe('{"a":[1,null]}')
  })
})

describe('stableId', () => {
  it("is the source's own id where there is one", () => {
    expect(stableId('broadcast', 'acme', { ...event, sourceEventId: 'ev-1' })).toBe('ev-1')
  })

  it('is the same for the same event and another for whatever differs', () => {
    const id = stableId('broadcast', 'acme', event)
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    expect(stableId('broadcast', 'acme', { ...event })).toBe(id)
    const others = [
      stableId('broadcast', 'other', event),
      stableId('sensor', 'acme', event),
      stableId('broadcast', 'acme', { ...event, matchId: 'derby-2' } as SentEvent),
      stableId('broadcast', 'acme', { ...event, type: 'period-ended' } as SentEvent),
      stableId('broadcast', 'acme', { ...event, occurredAt: '2026-05-01T19:00:01Z' }),
      stableId('broadcast', 'acme', { ...event, payload: { team: 'home' } } as SentEvent),
    ]
    expect(new Set([id, ...others]).size).toBe(7)
  })
})

it('bytesId tells providers apart', () => {
  const bytes = Buffer.from('not json')
  expect(bytesId('a', bytes)).toBe(bytesId('a', Buffer.from(bytes)))
  expect(bytesId('a', bytes)).not.toBe(bytesId('b', bytes))
})
