import type { MatchId } from '@touchline/contracts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WaitingRoom } from './waiting-room.ts'

const room = (perCaller: number) =>
  new WaitingRoom({
    limits: { perCaller, inAll: 1_000 },
    findKnown: async () => new Set(),
    follow: async () => undefined,
  })

it('is empty when all have left, whenever they did', () => {
  const visit = fc.record({
    match: fc.nat({ max: 4 }),
    caller: fc.nat({ max: 2 }),
    leaves: fc.constantFrom('before', 'by signal', 'by itself', 'twice'),
  })
  fc.assert(
    fc.property(fc.array(visit), visits => {
      const waiting = room(3)
      const leave = visits.map(({ match, caller, leaves }) => {
        const left = new AbortController()
        if (leaves === 'before') left.abort()
        const feed = waiting.enter(`m-${match}` as MatchId, String(caller), left.signal)
        return () => {
          if (leaves !== 'by itself') left.abort()
          if (leaves !== 'by signal') feed?.leave()
        }
      })
      for (const one of leave) one()
      expect(waiting.waits).toBe(0)
    }),
  )
})
