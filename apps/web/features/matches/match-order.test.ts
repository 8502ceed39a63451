import { emptySnapshot } from '@touchline/sdk/snapshot'
import { expect, it } from 'vitest'
import { inListOrder, teamNames } from './match-order.ts'

it('lists live matches first and keeps the places of the rest', () => {
  const match = (id: string, status: 'live' | 'paused' | 'scheduled' | 'ended') => ({
    ...emptySnapshot(id),
    status,
  })
  const order = inListOrder([
    match('d', 'ended'),
    match('c', 'scheduled'),
    match('b', 'paused'),
    match('a', 'live'),
  ])
  expect(order.map(({ matchId }) => matchId)).toEqual(['a', 'b', 'c', 'd'])
  expect(teamNames(emptySnapshot('x'))).toEqual({ home: 'Home', away: 'Away' })
})
