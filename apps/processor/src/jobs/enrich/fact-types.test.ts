import { factTypesIndexed } from '@touchline/db'
import { factTypesOfMatch } from '@touchline/match'
import { expect, it } from 'vitest'

it('are the same to the rules and to the index that finds facts', () => {
  expect([...factTypesIndexed].sort()).toEqual([...factTypesOfMatch].sort())
})
