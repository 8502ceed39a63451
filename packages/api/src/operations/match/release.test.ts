import type { MatchEvent } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { releaseAtMs } from './release.ts'

const storedMs = Date.parse('2026-05-01T19:00:00.000Z')
const at = (occurredAfterMs: number, seenAfterMs = 200, type: MatchEvent['type'] = 'pass-made') =>
  releaseAtMs(
    {
      type,
      occurredAt: new Date(storedMs + occurredAfterMs).toISOString(),
      storedAt: new Date(storedMs).toISOString(),
    },
    { delayMs: 30_000, seenAtMs: storedMs + seenAfterMs },
  ) - storedMs

it.each([
  ['just now', -150, 29_850],
  ['10 s ago', -10_000, 20_000],
  ['long ago', -3_600_000, 20_000],
  ['in the future', 3_600_000, 30_000],
])('counts from when it happened, where its source dates it %s', (_when, occurredAfterMs, released) => {
  expect(at(occurredAfterMs)).toBe(released)
})

it('holds nothing back for longer than the delay once it is seen', () => {
  expect(at(5_000, -60_000)).toBe(-30_000)
})

it('counts a revision from when it was stored: its time is that of what it changes', () => {
  expect(at(-3_600_000, 200, 'event-revised')).toBe(30_000)
  expect(at(-150, 200, 'event-withdrawn')).toBe(30_000)
})
