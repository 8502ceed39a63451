import { describe, expect, it } from 'vitest'
import { eventFields, eventQuestion, readSourceEvent } from './event-filter.ts'

const nowMs = Date.parse('2026-05-01T20:00:00.000Z')

describe('what the filter asks', () => {
  it('is nothing where nothing is set', () => {
    expect(eventQuestion({}, nowMs)).toEqual({})
    expect(eventQuestion({ text: '  ', match: '' }, nowMs)).toEqual({})
  })

  it('says all that is set, by the names that the server knows', () => {
    const values = {
      ...{
        text: ' goal ',
        match: ' m1',
        type: 'goal-scored',
        source: 'broadcast',
        lane: 'critical',
        time: '1h',
      },
      ...{ eventId: 'e1', correlation: 'c1' },
    }
    expect(Object.keys(values).sort()).toEqual(eventFields.map(({ name }) => name).sort())
    expect(eventQuestion(values, nowMs)).toEqual({
      ...{ text: 'goal ', matchId: 'm1', type: 'goal-scored', source: 'broadcast', lane: 'critical' },
      ...{ id: 'e1', correlationId: 'c1', from: '2026-05-01T19:00:00.000Z' },
    })
  })
})

it.each([
  ['broadcast:a:b', { source: 'broadcast', sourceEventId: 'a:b' }],
  ['radio:a', undefined],
  ['broadcast:', undefined],
  [`social:${'x'.repeat(129)}`, undefined],
  [null, undefined],
])('reads %s', (text, expected) => {
  expect(readSourceEvent(text)).toEqual(expected)
})
