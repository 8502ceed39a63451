import { expect, it } from 'vitest'
import { joinPoints, withLivePoint } from './live-points.ts'
import type { Overview } from './types.ts'

const overviewAt = (at: string): Overview => ({
  ...{
    at,
    accounts: [],
    deadLetters: 0,
    deferred: 0,
    parked: 0,
    trendMinutes: [],
    nodes: [],
    edges: [],
    lag: [],
  },
  outbox: { depth: 0, oldestSeconds: 0 },
})
const point = (at: string) => ({
  ...{ at, acceptedPerSecond: 5, storedPerSecond: null, publishedPerSecond: null, deliveredPerSecond: null },
  ...{ ingestP99Ms: null, storedP99Ms: null, relayedP99Ms: null, deliveredP99Ms: null },
  ...{ lagSeconds: null, connections: null },
})

it('keeps fifteen minutes of what was seen, each moment once', () => {
  const one = withLivePoint([], overviewAt('2026-05-01T19:00:00Z'))
  expect(withLivePoint(one, overviewAt('2026-05-01T19:00:00Z'))).toBe(one)
  expect(withLivePoint(one, overviewAt('2026-05-01T19:10:00Z'))).toHaveLength(2)
  expect(withLivePoint(one, overviewAt('2026-05-01T19:15:00Z'))).toHaveLength(1)
  expect(one[0]?.values).toMatchObject({ accepted: null, lag: null })
})

it('puts what was seen behind the minutes that are kept', () => {
  const live = withLivePoint([], overviewAt('2026-05-01T19:01:30Z'))
  const joined = joinPoints([point('2026-05-01T19:01:00Z'), point('2026-05-01T19:02:00Z')], live)
  expect(joined.map(({ values }) => values.accepted)).toEqual([5, null])
})
