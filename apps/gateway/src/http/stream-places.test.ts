import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StreamPlaces } from './stream-places.ts'

it('are never more than there are, and a network without any gets one while another has two', () => {
  const step = fc.record({ network: fc.constantFrom('a', 'b', 'c'), leaves: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const places = new StreamPlaces(6)
      let held = 0
      for (const { network, leaves } of steps) {
        const leave = places.take(network, () => held--)
        if (leave && leaves) leave()
        else if (leave) held++
        expect(held).toBeLessThanOrEqual(6)
      }
      expect(places.take('newcomer', () => {})).toBeDefined()
    }),
  )
})

it('refuses one of the network that has most instead of displacing its own', () => {
  const places = new StreamPlaces(3)
  const gone: number[] = []
  for (let n = 0; n < 3; n++) expect(places.take('a', () => gone.push(n))).toBeDefined()
  expect(places.take('a', () => {})).toBeUndefined()
  expect(places.take('b', () => {})).toBeDefined()
  expect(places.take('b', () => {})).toBeUndefined()
  expect(gone).toEqual([0])
})
