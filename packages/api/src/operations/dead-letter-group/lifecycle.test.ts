import { expect, it } from 'vitest'
import { standingOf } from './lifecycle.ts'

const at = (minute: number) => new Date(Date.parse('2026-05-01T19:00:00Z') + minute * 60_000).toISOString()
const nowMs = Date.parse(at(60))
const life = { storedState: null, ignoredUntil: null, resolvedAt: null, newestDeathAt: null } as const

it('is unresolved where nobody did anything', () => {
  expect(standingOf(life, nowMs)).toBe('unresolved')
  expect(standingOf({ ...life, storedState: 'unresolved' }, nowMs)).toBe('unresolved')
})

it('is regressed when a letter died after it was resolved', () => {
  const resolved = { ...life, storedState: 'resolved', resolvedAt: at(10) } as const
  expect(standingOf({ ...resolved, newestDeathAt: at(9) }, nowMs)).toBe('resolved')
  expect(standingOf({ ...resolved, newestDeathAt: at(10) }, nowMs)).toBe('resolved')
  expect(standingOf({ ...resolved, newestDeathAt: at(11) }, nowMs)).toBe('regressed')
  expect(standingOf(resolved, nowMs)).toBe('resolved')
})

it('is ignored for good, or until its time', () => {
  expect(standingOf({ ...life, storedState: 'ignored', newestDeathAt: at(59) }, nowMs)).toBe('ignored')
  expect(standingOf({ ...life, storedState: 'ignored', ignoredUntil: at(61) }, nowMs)).toBe('ignored')
  expect(standingOf({ ...life, storedState: 'ignored', ignoredUntil: at(60) }, nowMs)).toBe('unresolved')
})
