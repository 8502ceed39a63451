import { expect, it } from 'vitest'
import { createFreshness } from './freshness.ts'

it('tells when the first fan, and when every fan, has had an event of after the moment', async () => {
  const freshness = createFreshness(2)
  const waiting = freshness.await(1_000, 5_000)
  freshness.seen(0, 999, 1_050)
  freshness.seen(0, 1_000, 1_100)
  freshness.seen(0, 1_200, 1_250)
  freshness.seen(1, 1_300, 1_400)
  expect(await waiting).toEqual({ firstMs: 100, allMs: 400 })
})

it('gives up in time, and tells what it has seen until then', async () => {
  const freshness = createFreshness(2)
  const waiting = freshness.await(1_000, 20)
  freshness.seen(1, 1_000, 1_007)
  expect(await waiting).toEqual({ firstMs: 7, allMs: null })
})
