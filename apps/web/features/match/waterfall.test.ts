import type { MatchEvent } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { formatTook, waterfallOf } from './waterfall.ts'

const start = Date.parse('2026-05-01T19:00:00.000Z')
const at = (ms: number) => new Date(start + ms).toISOString()
const event = (more: object = {}) =>
  ({
    occurredAt: at(0),
    ingestedAt: at(40),
    storedAt: at(60),
    relayedAt: at(75),
    writtenAt: at(80),
    ...more,
  }) as MatchEvent

it('shows each stage where the one before it ended', () => {
  const { stages, totalMs } = waterfallOf(event(), start + 95)
  expect(stages.map(({ name, fromMs, tookMs }) => [name, fromMs, tookMs])).toEqual([
    ['Source', 0, 40],
    ['Stored', 40, 20],
    ['Relayed', 60, 15],
    ['Written', 75, 5],
    ['Here', 80, 15],
  ])
  expect(totalMs).toBe(95)
})

it('leaves out marks that were not made, and lets no stage end before it began', () => {
  const read = waterfallOf(event({ relayedAt: undefined, writtenAt: at(55) }), start + 90)
  expect(read.stages.map(({ name, tookMs }) => [name, tookMs])).toEqual([
    ['Source', 40],
    ['Stored', 20],
    ['Written', 0],
    ['Here', 30],
  ])
})

it('says how long in milliseconds, and in seconds from one on', () => {
  expect([3.4, 999, 1_000, 12_345].map(formatTook)).toEqual(['3 ms', '999 ms', '1.0 s', '12 s'])
})
