import { expect, it } from 'vitest'
import { countdownText, resetText, retentionTexts } from './consumer-words.ts'

it('counts down to its end, and not past it', () => {
  expect(countdownText(245_000, 0)).toBe('4:05')
  expect(countdownText(1_500, 1_000)).toBe('0:01')
  expect(countdownText(1_000, 9_000)).toBe('0:00')
})

it('says what a reset did, once that is known', () => {
  expect(resetText({ target: { kind: 'end' }, result: null })).toBe('To the end')
  expect(resetText({ target: { kind: 'end' }, result: { records: 2_500 } })).toBe(
    'To the end: 2,500 records put off',
  )
  expect(resetText({ target: { kind: 'match', matchId: 'm' }, result: { events: 3 } })).toBe(
    'Windows of m anew: 3 events folded again',
  )
})

it('says how far the end of retention is, where anything can be deleted unread', () => {
  const of = (headroomRecords: number | null, headroomSeconds: number | null) =>
    retentionTexts({ headroomRecords, headroomSeconds, nearPartitions: 0 })
  expect(of(null, null)).toEqual(['Not at risk'])
  expect(of(1, 7_200)).toEqual(['2 h', '1 record'])
  expect(of(12_000, 90)).toEqual(['1 min 30 s', '12,000 records'])
})
