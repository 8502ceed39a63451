import { eventTypes, type Source } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiddenMarker } from './hidden-marker.ts'
import { maskEvent, maskPublishedPayload, maskPublishedRecord } from './mask.ts'
import { markersIn, restoreMasked } from './restore.ts'
import { payloadField } from './schema-fields.ts'
import { anyEvent, anyJson, sortedJson, sources, withSecret } from './testing/any-event.ts'

describe('an event that was not published', () => {
  it('shows nothing but fields and values of its schema, times, ids and small numbers', () => {
    const event = {
      ...{ source: 'broadcast', matchId: 'derby-1', sourceEventId: 'derby-1:b17', type: 'goal-scored' },
      ...{ occurredAt: '2026-05-01T19:00:00.000Z', clock: { period: 2, seconds: 1_830.5 }, provider: 'tv' },
      fixture: { home: 'Ann', away: 'Bob', venue: 'Her street 5', kickoffAt: '2026-05-01T19:00:00Z' },
      payload: {
        ...{ team: 'home', player: 'Ann', kind: 'penalty', detail: 'https://x.example/?token=abc' },
        ...{ start: { x: 0.51, y: 0.2 }, end: { lat: 52.5 }, note: '{"mail":"a@b.example"}' },
      },
      contact: { phone: 491_511_234_567 },
    }
    const { masked, hidden } = maskEvent(event, 'broadcast')
    expect(masked).toEqual({
      ...{ source: 'broadcast', matchId: 'derby-1', sourceEventId: 'derby-1:b17', type: 'goal-scored' },
      ...{ occurredAt: '2026-05-01T19:00:00.000Z', clock: { period: 2, seconds: 1_830.5 } },
      provider: hiddenMarker,
      fixture: {
        home: hiddenMarker,
        away: hiddenMarker,
        venue: hiddenMarker,
        kickoffAt: '2026-05-01T19:00:00Z',
      },
      payload: {
        ...{ team: 'home', player: hiddenMarker, kind: 'penalty', detail: hiddenMarker },
        ...{ start: { x: hiddenMarker, y: hiddenMarker }, end: { [hiddenMarker]: hiddenMarker } },
        [hiddenMarker]: hiddenMarker,
      },
      [hiddenMarker]: hiddenMarker,
    })
    expect(hidden).toContain('payload.player')
    expect(hidden).toContain(`payload.${hiddenMarker}`)
  })

  it.each<[string, unknown, Source]>([
    ['of a type that its source has not', { type: 'post-published', payload: { likes: 3 } }, 'sensor'],
    ['of a wrong type', { type: 'goal-scord', payload: { team: 'home' } }, 'broadcast'],
    ['without a type', { payload: { team: 'home' } }, 'broadcast'],
  ])('%s shows nothing of its payload', (_, event, source) => {
    expect(maskEvent(event, source).masked).toMatchObject({ payload: { [hiddenMarker]: hiddenMarker } })
  })

  it.each<[string, unknown]>([
    ['a text', 'secret'],
    ['a number', 4_111],
    ['what is no object where one belongs', { type: 'goal-scored', payload: 'secret' }],
    ['an array where an object belongs', { type: 'goal-scored', payload: ['secret'] }],
    ['a number with many digits as a clock', { clock: { seconds: 1.234_567_890_1 } }],
  ])('hides %s', (_, value) => {
    expect(maskEvent(value, 'broadcast').hidden).toHaveLength(1)
    expect(JSON.stringify(maskEvent(value, 'broadcast').masked)).not.toMatch(/secret|4111|1\.23/)
  })

  it('shows no secret, wherever it stands and however it is written', () => {
    fc.assert(
      fc.property(withSecret(), sources, ({ value, secret }, source) => {
        const { masked, hidden } = maskEvent(value, source)
        expect(JSON.stringify([masked, hidden])).not.toContain(secret)
      }),
      { numRuns: 1_000 },
    )
  })

  it('takes any JSON, however deep, and is undone by restoring', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, anyEvent), sources, (value, source) => {
        const before = JSON.stringify(value)
        const { masked } = maskEvent(value, source)
        expect(sortedJson(restoreMasked(value, masked, source))).toBe(sortedJson(value))
        expect(JSON.stringify(value)).toBe(before)
      }),
      { numRuns: 1_000 },
    )
    let deep: unknown = 'secret'
    for (let level = 0; level < 50_000; level += 1) deep = { payload: deep }
    expect(JSON.stringify(maskEvent(deep, 'social').masked)).not.toContain('secret')
  })

  it('of a mebibyte that looks like mail takes no time', () => {
    const text = 'a.b@c.'.repeat(170_000)
    const event = { type: 'post-published', payload: { author: 'a@b.example', text, [text]: text } }
    maskEvent(event, 'social')
    const began = performance.now()
    maskEvent(event, 'social')
    expect(performance.now() - began).toBeLessThan(20)
  })
})

describe('an event that is stored, and so published', () => {
  it('is shown as fans have it, its author too, without what its schema does not know', () => {
    const payload = { author: 'zoe', text: 'hi', likes: 3 }
    expect(maskPublishedPayload('post-published', payload)).toEqual({ masked: payload, hidden: [] })
    const { masked, hidden } = maskPublishedPayload('post-published', { ...payload, phone: '1' })
    expect(masked).toEqual({ ...payload, [hiddenMarker]: hiddenMarker })
    expect(hidden).toEqual([hiddenMarker])
    const record = { source: 'social', type: 'post-published', fixture: { home: 'A' }, payload, ip: '1' }
    expect(maskPublishedRecord(record, 'social').hidden).toEqual([hiddenMarker])
  })

  it('has a schema that is known here, whatever its type', () => {
    for (const type of eventTypes) expect([type, payloadField(type).members]).toEqual([type, expect.any(Map)])
    expect(maskPublishedPayload('no-type', { a: 1 }).hidden).toHaveLength(1)
  })
})

describe('restoring what somebody edited', () => {
  const original = {
    type: 'post-published',
    payload: { author: 'Ann', likes: '3', extra: 'x', more: { deep: 1 } },
  }
  const restored = (payload: object) => restoreMasked(original, { ...original, payload }, 'social')

  it('keeps what was changed, and puts back values and members that were hidden', () => {
    expect(restored({ author: hiddenMarker, likes: 3, [hiddenMarker]: hiddenMarker })).toEqual({
      ...original,
      payload: { ...original.payload, likes: 3 },
    })
  })

  it('puts nothing where nothing was hidden', () => {
    const moved = restored({ lang: hiddenMarker, author: { [hiddenMarker]: hiddenMarker } })
    expect(markersIn(moved)).toEqual(['payload.lang', `payload.author.${hiddenMarker}`])
    const odd = restored({ toString: hiddenMarker, constructor: hiddenMarker })
    expect(markersIn(odd)).toHaveLength(2)
  })

  it('carries no hidden value to another field', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        const text = JSON.stringify(restoreMasked({ fixture: 'Ann' }, { [name]: hiddenMarker }, 'social'))
        expect(text.includes('Ann')).toBe(name === 'fixture')
      }),
    )
  })
})
