import { type Source, sentEventSchemas } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeMatch } from './match-script.ts'
import { scriptOptionsSchema } from './options.ts'

const options = scriptOptionsSchema.parse({ halfSeconds: 300, breakSeconds: 30 })
const seeds = fc.string({ minLength: 1, maxLength: 20 })
const runs = { numRuns: 25 }

describe('a written match', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(seeds, seed => {
        expect(writeMatch('m', seed, options)).toEqual(writeMatch('m', seed, options))
      }),
      runs,
    )
    expect(writeMatch('m', 'one', options)).not.toEqual(writeMatch('m', 'two', options))
  })

  it('passes the contracts, event by event, with ids of its own', () => {
    fc.assert(
      fc.property(seeds, seed => {
        for (const [source, events] of Object.entries(writeMatch('m', seed, options).events)) {
          const ids = new Set<string>()
          for (const { draft } of events) {
            const sent = { ...draft, occurredAt: '2026-05-01T19:00:00.000Z' }
            expect(sentEventSchemas[source as Source].safeParse(sent).error).toBeUndefined()
            ids.add(draft.sourceEventId)
          }
          expect(ids.size).toBe(events.length)
        }
      }),
      runs,
    )
  })

  it('runs in order, and its clock never turns back within a period', () => {
    const pairs = Object.values(writeMatch('m', 'order', options).events).flatMap(neighbours)
    for (const [before, after] of pairs) {
      expect(after.atSeconds).toBeGreaterThanOrEqual(before.atSeconds)
      if (before.draft.clock?.period === after.draft.clock?.period)
        expect(after.draft.clock?.seconds ?? 0).toBeGreaterThanOrEqual(before.draft.clock?.seconds ?? 0)
    }
  })

  it('begins with its fixture and ends with full time', () => {
    const { broadcast } = writeMatch('m', 'frame', options).events
    const types = broadcast.map(({ draft }) => draft.type).filter(type => /^(match|period)-/.test(type))
    expect(types).toEqual([
      'match-scheduled',
      'period-started',
      'period-ended',
      'period-started',
      'period-ended',
      'match-ended',
    ])
    expect(broadcast[0]?.draft.fixture).toMatchObject(broadcast[0]?.draft.payload ?? {})
  })

  it('has goals early enough for a visitor, each seen by the goal line and by the fans', () => {
    const full = scriptOptionsSchema.parse({})
    for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      const { events, kickoffSeconds } = writeMatch('m', seed, full)
      const goals = events.broadcast.filter(({ draft }) => draft.type === 'goal-scored')
      expect(goals.length).toBeGreaterThanOrEqual(4)
      expect(goals.length).toBeLessThanOrEqual(6)
      const atTenTimes = ((goals[0]?.atSeconds ?? Number.POSITIVE_INFINITY) - kickoffSeconds) / 10
      expect(atTenTimes).toBeLessThan(90)
      const crossed = events.sensor.filter(({ draft }) => draft.type === 'goal-line-crossed')
      expect(crossed.map(({ atSeconds }) => atSeconds)).toEqual(goals.map(({ atSeconds }) => atSeconds))
      expect(events.social.length).toBeGreaterThan(goals.length * 7)
    }
  })

  it('lets nobody play on after a sending-off', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { broadcast } = writeMatch('m', String(seed), options).events
      const off = broadcast.findIndex(
        ({ draft }) => draft.type === 'card-shown' && draft.payload.card !== 'yellow',
      )
      if (off === -1) continue
      const player = broadcast[off]?.draft.payload.player
      const later = broadcast.slice(off + 1).filter(({ draft }) => draft.type !== 'commentary-published')
      expect(later.filter(({ draft }) => Object.values(draft.payload).includes(player))).toEqual([])
    }
  })
})

const neighbours = <T>(list: readonly T[]): [T, T][] =>
  list.slice(1).flatMap((after, i) => {
    const before = list[i]
    return before === undefined ? [] : [[before, after]]
  })
