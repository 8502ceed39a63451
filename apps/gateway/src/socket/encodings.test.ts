import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Encodings } from './encodings.ts'

it('gives each caller so many different encodings, and any number of feeds that share one', () => {
  const step = fc.record({
    caller: fc.constantFrom('a', 'b'),
    key: fc.constantFrom('1', '2', '3', '4'),
    leaves: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), steps => {
      const encodings = new Encodings(2)
      const held: { caller: string; key: string }[] = []
      for (const { caller, key, leaves } of steps) {
        const keys = new Set(held.filter(one => one.caller === caller).map(one => one.key))
        const leave = encodings.take(caller, key)
        expect(leave !== undefined).toBe(keys.has(key) || keys.size < 2)
        if (leave && leaves) leave()
        else if (leave) held.push({ caller, key })
      }
    }),
  )
})
