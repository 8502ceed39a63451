import { faultsOf, sentEventSchemas } from '@touchline/contracts'
import { implausibility } from '@touchline/match'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMessageWord, messageWord } from './message-words.ts'
import { hiddenFromMessages, publicMessage } from './public-message.ts'

const parts = [
  'expected',
  'outside',
  'than',
  'by event',
  'lies',
  'Anna',
  '7',
  '12345678901',
  '-0.5',
  'é•',
  '\ud83d',
]
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...parts, ' ', ':', '.', '>=', '"'), { maxLength: 20 }).map(all => all.join('')),
  fc.string({ maxLength: 80 }),
)

describe('a message', () => {
  it.each([
    ['payload.team: Invalid option: expected one of "home"|"away"'],
    [
      'payload.player: Too big: expected string to have <=120 characters; clock: Invalid input: expected object',
    ],
    ['the record is not JSON in UTF-8'],
    ['its bytes can not be read'],
    ['a built-in goal-scored passes the same step'],
    ['it failed 12 times since its match was parked'],
    ['replaced by event 1:712'],
    ['occurredAt lies 340 s in the future'],
    ['refused at the door'],
  ])('of our own is shown: %s', message => expect(publicMessage(message)).toBe(message))

  it.each([
    ['payload.start.x is 52.520008, outside -0.2 to 1.2', 'payload.start.x is •, outside -0.2 to 1.2'],
    ['payload.player: "Anna Schmidt" is wrong', 'payload.player: "•" is wrong'],
    ['payload.contact.phone: expected number', 'payload.•: expected number'],
    ['call +49 151 1234567 or anna@example.org', '• or •'],
    ['invalid input syntax for type integer: "Anna"', 'invalid input syntax for type integer: "•"'],
    ['the goal-scored anna-1 that was stored last passes', 'the goal-scored • that was stored last passes'],
    ['https://x.example/?token=abc', '•://x.•'],
    ['日本 Ünal', '•'],
  ])('hides what may be a value: %s', (message, shown) => expect(publicMessage(message)).toBe(shown))

  it('of our schemas and rules has no word that is hidden, but for the values', () => {
    const sent = [
      {},
      { type: 'goal-scored', matchId: '../', occurredAt: 'x', payload: { team: 'x', kind: 1, player: '' } },
      {
        type: 'post-published',
        matchId: 'm',
        occurredAt: 1,
        payload: { author: 'a\u0007', text: 1, likes: -1 },
      },
      { type: 'score-corrected', sourceEventId: 'correction:1', payload: { home: 100, away: 0.5 } },
    ]
    const shown = sent
      .flatMap(event => Object.values(sentEventSchemas).map(schema => schema.safeParse(event).error))
      .flatMap(error => (error ? faultsOf(error) : []))
      .map(({ message }) => publicMessage(message.replace(/\d+/g, '')))
    expect(shown.length).toBeGreaterThan(20)
    expect(shown.filter(text => text.includes('•'))).toEqual([])
    const clock = { period: 9, seconds: 1 }
    const implausible = implausibility(
      { occurredAt: '2026-01-01T00:00:00Z', clock, payload: {} } as never,
      2e12,
    )
    expect(publicMessage(implausible?.message ?? '')).toBe('clock.period is •, outside 1 to 5')
  })

  it('shows no word but those that are known, and a message that was masked stays as it is', () => {
    fc.assert(
      fc.property(anyText, text => {
        const shown = publicMessage(text)
        const told = shown.match(messageWord) ?? []
        expect(told.filter(word => word !== '•' && !isMessageWord(word) && !/^\d{1,10}$/.test(word))).toEqual(
          [],
        )
        expect(publicMessage(shown)).toBe(shown)
      }),
      { numRuns: 1_000 },
    )
    const began = performance.now()
    publicMessage('a@b.'.repeat(250_000))
    expect(performance.now() - began).toBeLessThan(100)
  })
})

it('can be looked for by words that messages show, and by no other', () => {
  expect(hiddenFromMessages('expected number, RECEIVED string')).toBeUndefined()
  expect(hiddenFromMessages('payload.player:')).toBeUndefined()
  for (const text of ['Anna', 'expected Anna', 'numbe', '120', '%%%', 'expected 日本'])
    expect(hiddenFromMessages(text)).toEqual(expect.any(String))
})
