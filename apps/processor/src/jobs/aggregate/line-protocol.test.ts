import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRetryAfter } from './influx-client.ts'
import { escapeKey, toLine } from './line-protocol.ts'
import { parseLine } from './testing/line-protocol-reader.ts'

const window = (matchId: string, byType: Record<string, number>) => ({
  matchId,
  source: 'all',
  sizeSeconds: 10 as const,
  startsAtMs: 1_777_662_000_000,
  events: 3,
  critical: 1,
  normal: 2,
  low: 0,
  byType,
  latency: [1, 0, 2],
  passesHome: 4,
  passesAway: 5,
  shotsHome: 6,
  shotsAway: 7,
  late: 8,
})

describe('a window as a line', () => {
  it('says all of it', () => {
    const { measurement, tags, fields, timestamp } = parseLine(toLine(window('derby-1', { 'pass-made': 3 })))
    expect(measurement).toBe('match_window')
    expect(tags).toEqual({ match: 'derby-1', size: '10s', source: 'all' })
    expect(fields).toMatchObject({
      events: '3i',
      critical: '1i',
      normal: '2i',
      low: '0i',
      passes_home: '4i',
      passes_away: '5i',
      shots_home: '6i',
      shots_away: '7i',
      late: '8i',
      latency_le_10: '1i',
      latency_le_25: '0i',
      latency_le_50: '2i',
      latency_above: '0i',
      'type_pass-made': '3i',
    })
    expect(timestamp).toBe('1777662000000')
  })

  it('stays one point, whatever text it carries', () => {
    const text = fc.string({ minLength: 1, unit: fc.constantFrom('a', ',', '=', ' ', '\\', '"', '\n', 'é') })
    fc.assert(
      fc.property(text, text, (matchId, type) => {
        const line = toLine(window(matchId, { [type]: 9 }))
        const spoken = (said: string) => said.replace(/[\\\n]/g, '_')
        const { tags, fields } = parseLine(line)
        expect(line).not.toContain('\n')
        expect(tags.match).toBe(spoken(matchId))
        expect(fields[`type_${spoken(type)}`]).toBe('9i')
      }),
    )
    expect(escapeKey('a b,c=d\\')).toBe('a\\ b\\,c\\=d_')
  })
})

it('reads Retry-After as seconds or as a date, within bounds', () => {
  const nowMs = Date.parse('2026-05-01T19:00:00Z')
  expect(readRetryAfter('3', nowMs)).toBe(3_000)
  expect(readRetryAfter('Fri, 01 May 2026 19:00:07 GMT', nowMs)).toBe(7_000)
  expect(readRetryAfter('Fri, 01 May 2020 19:00:07 GMT', nowMs)).toBe(0)
  expect(readRetryAfter('99999999', nowMs)).toBe(300_000)
  expect([null, 'soon', '-4'].map(text => readRetryAfter(text, nowMs))).toEqual([0, 0, 0])
})
