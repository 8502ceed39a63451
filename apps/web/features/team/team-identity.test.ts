import fc from 'fast-check'
import { expect, it } from 'vitest'
import { initialsOf, teamIdentities } from './team-identity.ts'

it('takes initials from words, or the first letters of one', () => {
  expect(initialsOf('Harbour City')).toBe('HC')
  expect(initialsOf('Northgate')).toBe('NOR')
  expect(initialsOf('  ')).toBe('?')
})

it('gives a name the same shirt each time, and never the same to both sides', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (home, away) => {
      const teams = teamIdentities(home, away)
      expect(teams).toEqual(teamIdentities(home, away))
      expect(teams.home.color).not.toBe(teams.away.color)
    }),
  )
})
