import { expect, it } from 'vitest'
import { CliFault } from '../command.ts'
import { grantsText, statusOf } from './grant-text.ts'
import { grants } from './grants.ts'
import { primary } from './primary.ts'

const nowMs = Date.parse('2026-01-02T00:00:00.000Z')
const entry = {
  ...{ id: '7', partner: 'acme', pattern: 'cup-*', createdBy: 'ann', createdAt: '2026-01-01T00:00:00.000Z' },
  ...{ expiresAt: null, revokedAt: null, revokedBy: null },
}

it.each<[string[], RegExp]>([
  [[], /say list, grant or revoke/],
  [['toString'], /say list, grant or revoke/],
  [['grant', 'acme'], /give a partner and a match id or pattern/],
  [['grant', 'acme', 'cup-1', 'cup-2'], /give a partner/],
  [['grant', 'acme', 'cup 1'], /--pattern: must be 1 to 64 letters/],
  [['grant', 'ac me', 'cup-1'], /--partner: must be 1 to 64 letters/],
  [['grant', 'acme', 'cup-1', '--expires-in-hours', 'soon'], /--expires-in-hours/],
  [['grant', 'acme', 'cup-1', '--expires-in-hours', '0'], /--expires-in-hours/],
  [['revoke'], /the id of one grant/],
  [['revoke', 'x', '--reason', 'r'], /must be the number of a grant/],
  [['revoke', '7'], /--reason/],
  [['list', 'acme'], /"acme" is not understood/],
  [['list', '--limit', '0'], /--limit/],
  [['list', '--nonsense'], /--nonsense/],
])('refuses %j before it asks for a database', (args, told) => {
  expect(() => grants.prepare(args)).toThrow(CliFault)
  expect(() => grants.prepare(args)).toThrow(told)
})

it('tells how a grant stands', () => {
  expect(statusOf(entry, nowMs)).toBe('in force')
  expect(statusOf({ ...entry, expiresAt: '2026-01-03T00:00:00.000Z' }, nowMs)).toMatch(/^until /)
  expect(statusOf({ ...entry, expiresAt: '2026-01-02T00:00:00.000Z' }, nowMs)).toMatch(/^expired /)
  expect(statusOf({ ...entry, revokedAt: '2026-01-01T00:00:00.000Z' }, nowMs)).toMatch(/^revoked /)
  expect(grantsText({ items: [entry], next: '7' }, nowMs)).toMatch(
    /7 +acme +cup-\* +ann +in force\nmore: --after 7/,
  )
  expect(grantsText({ items: [], next: null }, nowMs)).toBe('there are no such grants')
})

it.each<[string[], RegExp]>([
  [['--show'], /--match/],
  [['--match', 'derby-1'], /--provider/],
  [['--match', 'derby-1', '--provider', 'acme'], /--reason/],
  [['--match', 'derby-1', '--provider', 'a b', '--dry-run'], /--provider/],
  [['--match', 'derby-1', '--provider', 'acme', '--show'], /--show takes --match alone/],
  [['derby-1'], /"derby-1" is not understood/],
])('primary refuses %j before it asks for a database', (args, told) => {
  expect(() => primary.prepare(args)).toThrow(CliFault)
  expect(() => primary.prepare(args)).toThrow(told)
})
