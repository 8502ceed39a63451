import { expect, it } from 'vitest'
import { ShortCache } from './short-cache.ts'

const cacheOf = (maxEntries = 3) => new ShortCache<number>({ freshMs: 100, maxEntries })

it('loads once while fresh, and anew after', async () => {
  const cache = cacheOf()
  let loads = 0
  const load = async () => ++loads
  expect(await Promise.all([cache.get('a', 0, load), cache.get('a', 99, load)])).toEqual([1, 1])
  expect(await cache.get('a', 100, load)).toBe(2)
})

it('waits for a load that takes longer than it is fresh, and begins no other', async () => {
  const cache = cacheOf()
  const gate = Promise.withResolvers<number>()
  const asked = [cache.get('a', 0, () => gate.promise), cache.get('a', 500, async () => 2)]
  gate.resolve(1)
  expect(await Promise.all(asked)).toEqual([1, 1])
  expect(await cache.get('a', 500, async () => 2)).toBe(2)
})

it('keeps no failure', async () => {
  const cache = cacheOf()
  await expect(cache.get('a', 0, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await cache.get('a', 0, async () => 7)).toBe(7)
})

it('holds so many at most, the newest', async () => {
  const cache = cacheOf(2)
  for (const key of ['a', 'b', 'c']) await cache.get(key, 0, async () => 1)
  expect(cache.size).toBe(2)
  expect(await cache.get('c', 0, async () => 2)).toBe(1)
  expect(await cache.get('a', 0, async () => 2)).toBe(2)
})
