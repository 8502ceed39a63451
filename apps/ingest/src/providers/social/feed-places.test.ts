import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFeedPlaces } from './feed-places.ts'

const ids = fc
  .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 40 })
  .chain(all => fc.tuple(...all.map(id => fc.constantFrom(undefined, `p${id}`))))

it('gives each post a place of its own, and the same one when the feed is read again', () => {
  fc.assert(
    fc.property(ids, fc.nat(), (posts, at) => {
      const places = createFeedPlaces()
      places.startAfter(undefined)
      const first = posts.map(id => places.next(id))
      expect(new Set(first).size).toBe(posts.length)
      const from = posts.findLastIndex((id, index) => id !== undefined && index <= at % posts.length)
      places.startAfter(posts[from])
      expect(posts.slice(from + 1).map(id => places.next(id))).toEqual(first.slice(from + 1))
    }),
  )
})
