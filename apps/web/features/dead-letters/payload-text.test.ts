import { hiddenMarker } from '@touchline/contracts/wire'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hideAgain, prettyText } from './payload-text.ts'

const marker = hiddenMarker

it('writes JSON over several lines, and leaves alone what is none or would change', () => {
  expect(prettyText('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyText('{"a":')).toBe('{"a":')
  expect(prettyText('{"a":12345678901234567890}')).toBe('{"a":12345678901234567890}')
  const large = JSON.stringify({ rows: Array.from({ length: 40_000 }, (_, nth) => [nth]) })
  expect(prettyText(large)).toBe(large)
  expect(prettyText(null)).toBe('')
})

it('hides again what was shown for a while, and keeps what somebody wrote in its place', () => {
  const revealed = { author: 'maria', payload: { likes: 'many', mails: ['a@example.org', 'b'] } }
  const masked = { author: marker, payload: { likes: 'many', mails: [marker, 'b'] } }
  const typed = { author: 'maria', payload: { likes: 3, mails: ['new@example.org', 'b'] } }
  expect(JSON.parse(hideAgain(JSON.stringify(typed), { revealed, masked }) ?? '')).toEqual({
    author: marker,
    payload: { likes: 3, mails: ['new@example.org', 'b'] },
  })
  expect(hideAgain('{"author": "mar', { revealed, masked })).toBeUndefined()
})

it('hides members again whose names are hidden, and keeps those that somebody changed or added', () => {
  const revealed = { payload: { likes: 3, phone: '1', street: 'a' } }
  const masked = { payload: { likes: 3, [marker]: marker } }
  const again = (payload: object) =>
    JSON.parse(hideAgain(JSON.stringify({ payload }), { revealed, masked }) ?? '').payload
  expect(again({ likes: 4, phone: '1', street: 'a' })).toEqual({ likes: 4, [marker]: marker })
  expect(again({ phone: '2', street: 'a', more: 1 })).toEqual({ phone: '2', more: 1, [marker]: marker })
  expect(again({ likes: 3 })).toEqual({ likes: 3 })
})

it('hides every value that was hidden when nothing was typed', () => {
  const value = fc.dictionary(fc.constantFrom('a', 'b', 'author'), fc.oneof(fc.string(), fc.integer()))
  fc.assert(
    fc.property(value, revealed => {
      const masked = { ...revealed, ...('author' in revealed && { author: marker }) }
      expect(JSON.parse(hideAgain(JSON.stringify(revealed), { revealed, masked }) ?? '')).toEqual(masked)
    }),
  )
})

it('leaves alone what is nested too deep to be written anew', () => {
  const deep = '['.repeat(5_000) + ']'.repeat(5_000)
  expect(prettyText(deep)).toBe(deep)
  expect(hideAgain(deep, { revealed: {}, masked: {} })).toBeUndefined()
})
