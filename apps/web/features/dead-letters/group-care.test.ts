import { expect, it } from 'vitest'
import { ignoreActions, ownerAction, whyNotResolve, whyNotUnresolve } from './group-care.ts'
import { codeInWords, whyNotMendable } from './letter-words.ts'

it('ignores for an hour, a day, a week, or for good', () => {
  expect(ignoreActions.map(({ change }) => change)).toEqual([
    { state: 'ignored', ignoreForHours: 1 },
    { state: 'ignored', ignoreForHours: 24 },
    { state: 'ignored', ignoreForHours: 168 },
    { state: 'ignored' },
  ])
})

it('takes a group, from another too, and gives up one’s own', () => {
  expect(ownerAction({ owner: null }, 'Ada').change).toEqual({ owner: 'Ada' })
  expect(ownerAction({ owner: 'Bob' }, 'Ada')).toMatchObject({ change: { owner: 'Ada' } })
  expect(ownerAction({ owner: 'Bob' }, 'Ada').text).toContain('Bob')
  expect(ownerAction({ owner: 'Ada' }, 'Ada').change).toEqual({ owner: null })
})

it('resolves a regression, and refuses what is so already', () => {
  expect(whyNotResolve('regressed')).toBeUndefined()
  expect(whyNotResolve('resolved')).toMatch(/already/)
  expect(whyNotUnresolve('regressed')).toBeUndefined()
  expect(whyNotUnresolve('unresolved')).toMatch(/already/)
})

it('replays and discards what is dead alone', () => {
  expect(whyNotMendable('dead')).toBeUndefined()
  expect(whyNotMendable('dead_again')).toBeUndefined()
  expect(whyNotMendable('recovered')).toMatch(/It is recovered/)
  expect(codeInWords('invalid-json')).toBe('Invalid JSON')
})
