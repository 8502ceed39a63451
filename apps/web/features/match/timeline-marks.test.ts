import type { MatchEvent } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { progressOf, timelineOf } from './timeline-marks.ts'

const at = (period: number, minute: number, type: string, payload: object = { team: 'home' }) =>
  ({ type, payload, clock: { period, seconds: minute * 60 } }) as unknown as MatchEvent

it('places moments along the match, goals on top, and knows extra time', () => {
  const moments = [
    at(1, 30, 'goal-scored'),
    at(2, 0, 'period-started', {}),
    at(2, 45, 'card-shown', { team: 'away' }),
  ]
  const { lengthMinutes, marks } = timelineOf(moments)
  expect(lengthMinutes).toBe(90)
  expect(marks.map(mark => [mark.event.type, mark.side, Math.round(mark.percent)])).toEqual([
    ['card-shown', 'away', 100],
    ['goal-scored', 'home', 33],
  ])
  expect(timelineOf([...moments, at(3, 5, 'injury-reported')]).lengthMinutes).toBe(120)
  expect(progressOf({ period: 2, seconds: 1_350 }, 90)).toBe(75)
})
