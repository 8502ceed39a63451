import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPartnerRoom } from './partner-room.ts'

it('a partner has a room of its own that no other can take, and the sum is bounded', () => {
  const take = fc.record({
    partner: fc.constantFrom('a', 'b', 'c'),
    bytes: fc.nat({ max: 60 }),
    returns: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(take, { maxLength: 60 }), takes => {
      const room = createPartnerRoom(120, 4)
      const held = { a: 0, b: 0, c: 0 }
      for (const { partner, bytes, returns } of takes) {
        const giveBack = room.take(partner, bytes)
        if (giveBack && returns) giveBack()
        else if (giveBack) held[partner as keyof typeof held] += bytes
      }
      expect(held.a + held.b + held.c).toBeLessThanOrEqual(120)
      expect(room.take('quiet', 15)).toBeDefined()
    }),
  )
})
