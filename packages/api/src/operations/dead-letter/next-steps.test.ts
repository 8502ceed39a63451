import { describe, expect, it } from 'vitest'
import { nextSteps } from './next-steps.ts'

const bornMs = Date.parse('2026-05-01T00:00:00Z')
const hours = (n: number) => new Date(bornMs + n * 3_600_000).toISOString()
const letter = {
  state: 'dead',
  disposition: 'systemic',
  reprocessings: 0,
  reprocessAt: hours(1),
  expiresAt: hours(168),
  warnedHours: null,
  settledBy: null,
} as const
const told = (fields: object, atHours: number) =>
  nextSteps({ ...letter, ...fields }, bornMs + atHours * 3_600_000).map(({ kind, at }) => [kind, at])

describe('what happens to a letter by itself', () => {
  it('systemic: three replays, three warnings, and its end', () => {
    expect(told({}, 0)).toEqual([
      ['reprocess', hours(1)],
      ['reprocess', hours(7)],
      ['reprocess', hours(31)],
      ['warn', hours(96)],
      ['warn', hours(144)],
      ['warn', hours(167)],
      ['expire', hours(168)],
    ])
    const [first, second] = nextSteps(letter, bornMs)
    expect(first?.text).toBe('replayed by itself, time 1 of 3')
    expect(second?.text).toBe('replayed by itself, time 2 of 3, if it has died again by then')
  })

  it('that is late is due now, and what follows counts from then', () => {
    expect(told({ reprocessings: 1, state: 'dead_again' }, 10).slice(0, 2)).toEqual([
      ['reprocess', hours(1)],
      ['reprocess', hours(34)],
    ])
    expect(nextSteps(letter, bornMs + 7_200_000)[0]?.text).toMatch(/due now/)
  })

  it('poison and stale are left alone, and so is what was replayed three times', () => {
    for (const fields of [
      { disposition: 'poison' },
      { disposition: 'stale' },
      { reprocessAt: null, reprocessings: 3 },
    ]) {
      expect(told(fields, 0).map(([kind]) => kind)).toEqual(['nothing', 'warn', 'warn', 'warn', 'expire'])
    }
  })

  it('is not replayed after its end, nor warned of twice', () => {
    expect(told({ reprocessAt: hours(167.5), reprocessings: 0, warnedHours: 24 }, 150)).toEqual([
      ['warn', hours(167)],
      ['reprocess', hours(167.5)],
      ['expire', hours(168)],
    ])
  })

  it('nothing, once it is settled or on its way', () => {
    for (const state of ['replaying', 'recovered', 'superseded', 'discarded', 'expired']) {
      expect(told({ state }, 0)).toEqual([['nothing', null]])
    }
  })
})
