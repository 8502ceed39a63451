import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatPercent } from './format-quantity.ts'
import {
  atOfWallClock,
  formatAbsolute,
  formatClock,
  formatDate,
  formatRelative,
  timeOf,
} from './format-time.ts'
import { parseZoneCookie, usualZone, writeZoneCookie } from './zone-cookie.ts'

const at = Date.UTC(2026, 10, 23, 5, 39, 12, 123)

describe('times', () => {
  it('are absolute in their zone, with its distance to UTC', () => {
    expect(formatAbsolute(at, 'UTC', { ms: true })).toBe('2026-11-23 05:39:12.123 UTC')
    expect(formatAbsolute(at, 'Europe/Berlin')).toBe('2026-11-23 06:39:12 UTC+1')
    expect(formatAbsolute(at, 'Asia/Kathmandu')).toBe('2026-11-23 11:24:12 UTC+5:45')
    expect(formatAbsolute(at, 'America/Los_Angeles')).toBe('2026-11-22 21:39:12 UTC-8')
    expect(formatClock(Date.UTC(2026, 0, 1, 0, 5), 'UTC')).toBe('00:05:00')
    expect(formatDate(at, 'America/Los_Angeles')).toBe('2026-11-22')
  })

  it('say what is no time', () => {
    expect(formatAbsolute(timeOf('nonsense'), 'UTC')).toBe('–')
    expect(formatRelative(Number.NaN, at)).toBe('–')
  })

  it('are relative in one unit', () => {
    expect(formatRelative(at - 400, at)).toBe('now')
    expect(formatRelative(at + 1_900, at)).toBe('now')
    expect(formatRelative(at + 2_000, at)).toBe('in 2 s')
    expect(formatRelative(at - 12_900, at)).toBe('12 s ago')
    expect(formatRelative(at + 200_000, at)).toBe('in 3 min')
    expect(formatRelative(at - 49 * 3_600_000, at)).toBe('2 d ago')
  })
})

describe('a clock that somebody writes', () => {
  it('is the moment at which their zone shows it', () => {
    expect(atOfWallClock('2026-11-23 06:39', 'Europe/Berlin')).toBe(Date.UTC(2026, 10, 23, 5, 39))
    expect(atOfWallClock('2026-07-01', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 4))
    for (const text of ['', 'soon', '2026-13-01', '2026-01-01 25:00', '23.11.2026'])
      expect(atOfWallClock(text, 'UTC')).toBeNull()
  })
  it('comes back as it was shown, but in the hour that a zone skips', () => {
    const anyTime = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) })
    fc.assert(
      fc.property(anyTime, fc.constantFrom('UTC', 'Asia/Kathmandu', 'Pacific/Apia'), (ms, zone) => {
        const second = Math.floor(ms / 1_000) * 1_000
        const back = atOfWallClock(formatAbsolute(second, zone).slice(0, 19), zone) ?? 0
        expect(Math.abs(back - second)).toBeLessThanOrEqual(86_400_000)
        if (zone !== 'Pacific/Apia') expect(back).toBe(second)
      }),
    )
  })
})

describe('quantities', () => {
  it('have their unit', () => {
    expect([999, 1_400, 999_600, 1_400_000, 25_000_000].map(formatBytes)).toEqual([
      '999 B',
      '1.4 KB',
      '1 MB',
      '1.4 MB',
      '25 MB',
    ])
    expect([0.42, 350, 1_200, 184_000, 7_500_000, 349_200_000].map(formatDuration)).toEqual([
      '0.4 ms',
      '350 ms',
      '1.2 s',
      '3 min 4 s',
      '2 h 5 min',
      '4 d 1 h',
    ])
    expect(formatPercent(0.1234)).toBe('12 %')
  })

  it('never write sixty of what makes one of the next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 * 30 }), ms => {
        expect(formatDuration(ms)).not.toMatch(/(^| )(60 (s|min)|24 h|1,000 ms)/)
      }),
    )
  })
})

describe('the zone cookie', () => {
  it('comes back as it was written', () => {
    for (const setting of [
      { choice: 'browser', zone: 'Europe/Berlin', absolute: true },
      { choice: 'UTC', zone: 'UTC', absolute: false },
    ])
      expect(parseZoneCookie(writeZoneCookie(setting))).toEqual(setting)
  })

  it('is as usual for anything else', () => {
    for (const text of [
      undefined,
      '',
      'browser:Mars/Base:relative',
      'UTC:Europe/Berlin:relative',
      '%',
      '<script>',
      'x'.repeat(9_999),
    ])
      expect(parseZoneCookie(text)).toEqual(usualZone)
    fc.assert(fc.property(fc.string(), text => parseZoneCookie(text).zone.length > 0))
  })
})
