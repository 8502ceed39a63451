import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matchIdSchema } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { dated, rememberedTimeline, timelineOfNow } from './dates.ts'
import type { ReplayEvent } from './due.ts'

const matchId = matchIdSchema.parse('m')
const events: readonly ReplayEvent[] = [0, 60, 5_820].map(dueSeconds => ({
  dueSeconds,
  item: {
    matchId,
    sourceEventId: String(dueSeconds),
    occurredAt: '2000-01-01T00:00:00.000Z',
    type: 'match-ended',
    payload: {},
  },
}))
const nowMs = Date.parse('2026-05-01T19:00:00.000Z')
const inOrder = { speed: 60, isShuffled: false } as const
const dates = (timeline: { kickoffMs: number; speed: number }) =>
  dated(events, timeline).map(({ item }) => ('occurredAt' in item ? item.occurredAt : undefined))

describe('dates', () => {
  it('go with the speed, from now on', () => {
    expect(dates(timelineOfNow(events, inOrder, nowMs))).toEqual([
      '2026-05-01T19:00:00.000Z',
      '2026-05-01T19:00:01.000Z',
      '2026-05-01T19:01:37.000Z',
    ])
  })

  it('lie in the past where events are sent before they are due', () => {
    for (const options of [
      { speed: 'max', isShuffled: false },
      { speed: 60, isShuffled: true },
    ] as const)
      expect(dates(timelineOfNow(events, options, nowMs)).at(-1)).toBe('2026-05-01T19:00:00.000Z')
  })
})

describe('a match that is replayed again', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'dates-'))
  const later = timelineOfNow(events, { speed: 'max', isShuffled: false }, nowMs + 3_600_000)

  it('is dated as the first time, at whatever speed', () => {
    const place = folder()
    const first = rememberedTimeline(place, matchId, timelineOfNow(events, inOrder, nowMs), events)
    expect(rememberedTimeline(place, matchId, later, events)).toEqual(first)
    expect(rememberedTimeline(place, matchIdSchema.parse('other'), later, events)).toEqual(later)
  })

  it('is dated anew where it would be dated ahead of its sending', () => {
    const place = folder()
    rememberedTimeline(place, matchId, timelineOfNow(events, { speed: 1, isShuffled: false }, nowMs), events)
    expect(rememberedTimeline(place, matchId, later, events)).toEqual(later)
    expect(rememberedTimeline(place, matchId, { ...later, kickoffMs: later.kickoffMs + 9 }, events)).toEqual(
      later,
    )
  })

  it('needs no place to remember it in', () => {
    expect(rememberedTimeline('/dev/null/none', matchId, later, events)).toEqual(later)
  })
})
