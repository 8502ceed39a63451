import { expect, it } from 'vitest'
import { readMatchClock } from './match-clock.ts'

it.each([
  ['0:00', 1, 0],
  ['44:59', 1, 2_699],
  ['45:00', 2, 2_700],
  ['47:10', 2, 2_830],
  ['63:00', 2, 3_780],
  ['90:00', 3, 5_400],
  ['105:00', 4, 6_300],
  ['121:30', 4, 7_290],
])('%s names period %i at second %i of the match', (text, period, matchSeconds) => {
  expect(readMatchClock(text)).toEqual({ period, matchSeconds })
})

it.each(['live', 'start', '63', '63:60', '-1:00', '1000:00', '63:00 '])('%s is no clock', text => {
  expect(readMatchClock(text)).toBeUndefined()
})
