import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { newKeyText, readKeyText, sameHash } from './key-text.ts'

const pepper = 'a pepper for tests alone'

it('makes keys that it can read, each unlike the others', () => {
  const made = Array.from({ length: 500 }, () => newKeyText(pepper))
  expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(500)
  for (const { text, keyId, hash } of made) {
    expect(text).toMatch(/^tlk_[0-9a-z]{12}_[0-9a-z]{39}$/)
    const read = readKeyText(text, pepper)
    expect(read?.keyId).toBe(keyId)
    expect(read && sameHash(read.hash, hash)).toBe(true)
    expect(hash.toString('utf8')).not.toContain(keyId)
  }
})

test('any one character that is typed wrong is found', () => {
  const { text } = newKeyText(pepper)
  const place = fc.integer({ min: 0, max: text.length - 1 })
  fc.assert(
    fc.property(place, fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyzAIl_'), (at, character) => {
      const typed = `${text.slice(0, at)}${character}${text.slice(at + 1)}`
      expect(readKeyText(typed, pepper) === undefined).toBe(typed !== text)
    }),
  )
})

it('takes no key that was made with another pepper, and no other text', () => {
  expect(readKeyText(newKeyText('another').text, pepper)).toBeUndefined()
  const { text } = newKeyText(pepper)
  for (const other of ['', 'tlk_', `${text} `, `${text}0`, text.slice(0, -1), text.replace('tlk', 'sk')]) {
    expect(readKeyText(other, pepper)).toBeUndefined()
  }
  expect(sameHash(Buffer.from('a'), Buffer.from('ab'))).toBe(false)
})
