import { type MatchEvent, windowSizesSeconds } from '@touchline/contracts'
import type { MatchWindow } from '@touchline/db'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEvents } from './fold.ts'

const base = Date.parse('2026-05-01T19:00:00.000Z')
const kinds = [
  { type: 'pass-made', lane: 'normal', source: 'broadcast', payload: { team: 'home' } },
  { type: 'shot-taken', lane: 'normal', source: 'broadcast', payload: { team: 'away', outcome: 'saved' } },
  { type: 'goal-scored', lane: 'critical', source: 'broadcast', payload: { team: 'home' } },
  { type: 'goal-scored', lane: 'critical', source: 'broadcast', payload: { team: 'away', kind: 'own-goal' } },
  { type: 'ball-tracked', lane: 'normal', source: 'sensor', payload: { x: 0, y: 0, speedMps: 1 } },
  { type: 'post-published', lane: 'low', source: 'social', payload: { author: 'a', text: 't' } },
]
const event = (offsetMs: number, kind = 0, latencyMs = 40): MatchEvent =>
  ({
    matchId: 'm',
    epoch: 1,
    seq: 1,
    occurredAt: new Date(base + offsetMs).toISOString(),
    clock: { period: 1, seconds: 0 },
    storedAt: new Date(base + offsetMs + latencyMs).toISOString(),
    ...kinds[kind],
  }) as unknown as MatchEvent

const events = (maxOffsetMs: number) =>
  fc.array(
    fc
      .tuple(
        fc.integer({ min: 0, max: maxOffsetMs }),
        fc.nat(kinds.length - 1),
        fc.integer({ min: -50, max: 20_000 }),
      )
      .map(args => event(...args)),
    { maxLength: 60 },
  )
const keyOf = (window: MatchWindow) => `${window.sizeSeconds} ${window.source} ${window.startsAtMs}`

/** Adds windows up as the database does. */
function merged(parts: readonly (readonly MatchWindow[])[]): Record<string, unknown> {
  const sums: Record<string, MatchWindow> = {}
  for (const window of parts.flat()) {
    const known = sums[keyOf(window)]
    sums[keyOf(window)] = known ? added(known, window) : window
  }
  return sums
}
function added(a: MatchWindow, b: MatchWindow): MatchWindow {
  const sum: Record<string, unknown> = { ...a }
  const numeric = ['events', 'critical', 'normal', 'low', 'late'] as const
  const sided = ['passesHome', 'passesAway', 'shotsHome', 'shotsAway'] as const
  for (const name of [...numeric, ...sided]) sum[name] = a[name] + b[name]
  const types = new Set([...Object.keys(a.byType), ...Object.keys(b.byType)])
  sum.byType = Object.fromEntries(
    [...types].map(type => [type, (a.byType[type] ?? 0) + (b.byType[type] ?? 0)]),
  )
  sum.latency = a.latency.map((n, bucket) => n + (b.latency[bucket] ?? 0))
  return sum as unknown as MatchWindow
}
const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0)

describe('folding events into windows', () => {
  it('counts every event once in each size, by lane, type, latency and source, or as too late', () => {
    fc.assert(
      fc.property(events(1_500_000), its => {
        const { windows, tooLate } = foldEvents(its, null)
        for (const size of windowSizesSeconds) {
          const all = windows.filter(({ source, sizeSeconds }) => source === 'all' && sizeSeconds === size)
          const single = windows.filter(({ source, sizeSeconds }) => source !== 'all' && sizeSeconds === size)
          const expected = its.length - tooLate
          expect(total(all.map(({ events }) => events))).toBe(expected)
          expect(total(single.map(({ events }) => events))).toBe(expected)
          expect(total(all.map(({ critical, normal, low }) => critical + normal + low))).toBe(expected)
          expect(total(all.flatMap(({ byType }) => Object.values(byType)))).toBe(expected)
          expect(total(all.flatMap(({ latency }) => latency))).toBe(expected)
        }
        for (const { startsAtMs, sizeSeconds } of windows) expect(startsAtMs % (sizeSeconds * 1_000)).toBe(0)
      }),
    )
  })

  it('gives the same windows in any batching', () => {
    fc.assert(
      fc.property(events(1_500_000), fc.array(fc.nat(60), { maxLength: 6 }), (its, cuts) => {
        const edges = [0, ...cuts.filter(cut => cut < its.length).sort((a, b) => a - b), its.length]
        const parts: (readonly MatchWindow[])[] = []
        let newestAtMs: number | null = null
        let tooLate = 0
        for (const [index, from] of edges.slice(0, -1).entries()) {
          const folded = foldEvents(its.slice(from, edges[index + 1]), newestAtMs)
          parts.push(folded.windows)
          newestAtMs = folded.newestAtMs
          tooLate += folded.tooLate
        }
        const whole = foldEvents(its, null)
        expect(merged(parts)).toEqual(merged([whole.windows]))
        expect({ newestAtMs, tooLate }).toEqual({ newestAtMs: whole.newestAtMs, tooLate: whole.tooLate })
      }),
    )
  })

  it('does not depend on the order within the allowance, but for what came late', () => {
    const shuffled = events(600_000).chain(its =>
      fc.tuple(fc.constant(its), fc.shuffledSubarray(its, { minLength: its.length })),
    )
    fc.assert(
      fc.property(shuffled, ([its, other]) => {
        const windowsOf = (list: readonly MatchEvent[]) =>
          merged([foldEvents(list, null).windows.map(window => ({ ...window, late: 0 }))])
        expect(windowsOf(other)).toEqual(windowsOf(its))
        expect(foldEvents(other, null).tooLate).toBe(0)
      }),
    )
  })

  it('counts passes, and shots with goals but no own goals', () => {
    const { windows } = foldEvents(
      kinds.map((_, kind) => event(0, kind)),
      null,
    )
    expect(windows.find(({ source, sizeSeconds }) => source === 'all' && sizeSeconds === 1)).toMatchObject({
      events: 6,
      critical: 2,
      low: 1,
      passesHome: 1,
      passesAway: 0,
      shotsHome: 1,
      shotsAway: 1,
    })
  })

  it('lets a late event correct its window up to the allowance, and no longer', () => {
    const lateIn = (size: number, offsetMs: number) => {
      const { windows, tooLate } = foldEvents([event(offsetMs)], base + 600_000)
      const found = windows.find(({ source, sizeSeconds }) => source === 'all' && sizeSeconds === size)
      return [found?.late, tooLate]
    }
    expect(lateIn(1, 599_999)).toEqual([1, 0])
    expect(lateIn(1, 600_000)).toEqual([0, 0])
    expect(lateIn(60, 0)).toEqual([1, 0])
    expect(lateIn(60, -1)).toEqual([0, 1])
  })

  it('puts a latency into the first bucket that holds it', () => {
    const bucketOf = (latencyMs: number) =>
      foldEvents([event(0, 0, latencyMs)], null).windows[0]?.latency.indexOf(1)
    expect([-5, 0, 10, 11, 25, 10_000, 10_001].map(bucketOf)).toEqual([0, 0, 0, 1, 1, 10, 11])
  })
})
