import { expect, it } from 'vitest'
import type { Arrival } from './accept.ts'
import { stageReading, timed } from './stage-reading.ts'

const arrival = (source: Arrival['source'], items: number): Arrival => ({
  ...{ source, provider: 'p', traceparent: '' },
  items: new Array(items).fill({}),
})
const none = { accepted: 0, refused: 0, deadLettered: 0 }

it('times arrivals by kind of source, and counts what is on its way', async () => {
  let nowMs = 0
  let isAway = false
  const gate = Promise.withResolvers<void>()
  const door = timed(
    {
      accept: async ({ source }) => {
        if (isAway) throw new Error('away')
        if (source === 'social') await gate.promise
        else nowMs += 10
        return []
      },
    },
    () => nowMs,
  )
  await door.accept(arrival('sensor', 3))
  const waiting = door.accept(arrival('social', 5))
  expect(door.inFlight).toBe(5)
  isAway = true
  await expect(door.accept(arrival('sensor', 2))).rejects.toThrow('away')
  expect(door.inFlight).toBe(5)
  gate.resolve()
  await waiting
  expect(door.inFlight).toBe(0)
  const latencies = door.latencies()
  expect(latencies['p99Ms.sensor']).toBeCloseTo(10, -1)
  expect(latencies['p99Ms.broadcast']).toBeUndefined()
})

it('tells each kind of source apart', () => {
  const door = timed({ accept: async () => [] })
  const bySource = { sensor: { ...none, accepted: 7 }, broadcast: none, social: { ...none, refused: 2 } }
  const counters = () => ({ accepted: 7, refused: 2, deadLettered: 0, bySource })
  const sources = [
    { source: 'sensor', healthy: () => true },
    { source: 'sensor', healthy: () => false },
    { source: 'social', healthy: () => true },
  ] as const
  expect(stageReading({ counters }, sources, door)).toMatchObject({
    totals: { acceptedPerSecond: 7, 'acceptedPerSecond.sensor': 7, 'refusedPerSecond.social': 2 },
    gauges: { sources: 3, healthySources: 2, 'sources.sensor': 2, 'healthySources.sensor': 1, inFlight: 0 },
  })
})
