import { expect, it } from 'vitest'
import { matchName, pipelineHref } from './desk-words.ts'
import { goalsFrom } from './goals-from.ts'

it('takes 0 to 99 goals, and nothing else', () => {
  expect(['0', ' 7 ', '99'].map(goalsFrom)).toEqual([0, 7, 99])
  for (const typed of ['', '-1', '100', '1.5', '1e1', 'x']) expect(goalsFrom(typed)).toBeUndefined()
})

it('names a match by its teams, else by its id', () => {
  expect(matchName({ matchId: 'm', fixture: { home: 'A', away: 'B' } })).toBe('A – B')
  expect(matchName({ matchId: 'm', fixture: null })).toBe('m')
})

it("leads to the pipeline's minute", () => {
  expect(pipelineHref('2026-05-01T19:07:42.123Z')).toBe('/console?at=2026-05-01T19%3A07%3A00.000Z')
  expect(pipelineHref(null)).toBe('/console')
})
