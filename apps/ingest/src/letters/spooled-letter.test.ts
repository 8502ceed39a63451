import { logHeaders } from '@touchline/contracts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeLetter, encodeLetter } from './spooled-letter.ts'

const name = fc.string({ minLength: 1, maxLength: 60 })

it('a letter comes back from its bytes as it was, whatever it holds', () => {
  const header = fc.constantFrom(...Object.values(logHeaders))
  const text = fc.string({ unit: 'binary' })
  const headers = fc.dictionary(header, text, { noNullPrototype: true })
  const record = fc.record({ key: name, headers, value: fc.uint8Array() })
  fc.assert(
    fc.property(name, record, (topic, { key, headers, value }) => {
      const letter = { topic, record: { key, headers, value: Buffer.from(value) } }
      expect(decodeLetter(encodeLetter(letter))).toEqual(letter)
    }),
  )
})

it('other bytes are no letter, and throw nothing', () => {
  const letter = encodeLetter({ topic: 't', record: { key: 'k', headers: {}, value: Buffer.alloc(3) } })
  for (let cut = 0; cut < letter.length - 3; cut++)
    expect(decodeLetter(letter.subarray(0, cut))).toBeUndefined()
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => decodeLetter(bytes) === undefined))
})
