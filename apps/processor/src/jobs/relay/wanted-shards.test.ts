import { expect, it } from 'vitest'
import { createWantedShards } from './wanted-shards.ts'

it('gives shards with critical events out first, then all others', () => {
  const wanted = createWantedShards()
  wanted.add([1, 2, 3], [])
  wanted.add([4], [4])
  expect(wanted.take()).toEqual([4])
  expect(wanted.take()).toEqual([1, 2, 3])
  expect(wanted.isEmpty()).toBe(true)
})

it('lets the others have their turn however often something is urgent', () => {
  const wanted = createWantedShards()
  wanted.add([1], [])
  wanted.add([2], [2])
  expect(wanted.take()).toEqual([2])
  wanted.add([2], [2])
  expect(wanted.take()).toEqual([1, 2])
})

it('takes all at once where all are urgent', () => {
  const wanted = createWantedShards()
  wanted.add([1, 2], [2, 1])
  expect(wanted.take()).toEqual([1, 2])
  wanted.add([1, 2], [1])
  expect(wanted.take()).toEqual([1])
})
