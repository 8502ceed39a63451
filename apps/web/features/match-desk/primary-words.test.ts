import { expect, it } from 'vitest'
import {
  type CoveringProvider,
  countsText,
  isUnderWay,
  type PrimaryProviderView,
  whyNotPrimary,
  whyPrimary,
} from './primary-words.ts'

const provider = (more: Partial<CoveringProvider>): CoveringProvider => ({
  ...{ provider: 'acme', counts: [], events: 1, goals: 0, cards: 0, backups: 0, lastReport: null },
  ...more,
})
const view = (more: Partial<PrimaryProviderView>): PrimaryProviderView => ({
  ...{ matchId: 'm', chosen: null, providers: [provider({})], backups: [], choices: [] },
  ...more,
})
const choice = (seq: number | null) => ({
  ...{ provider: 'acme', requestedBy: 'ann', reason: 'lost its line', createdAt: '2026-01-01T00:00:00.000Z' },
  seq,
})

it('tells what of a provider counts, and why', () => {
  expect(countsText(provider({ counts: ['goals', 'status'] }))).toBe('Counts for goals, status')
  expect(countsText(provider({ backups: 2 }))).toBe('Backup: not counted')
  expect(countsText(provider({}))).toMatch(/no goals/)
  expect(whyPrimary(view({ providers: [] }))).toMatch(/No broadcast partner/)
  expect(whyPrimary(view({}))).toMatch(/begin first/)
  expect(whyPrimary(view({ chosen: 'acme', choices: [choice(4)] }))).toBe(
    'acme was chosen by ann: lost its line',
  )
  expect(whyPrimary(view({ chosen: 'acme' }))).toBe('acme was chosen.')
})

it('tells who can be made primary', () => {
  const backup = provider({ backups: 1 })
  expect(whyNotPrimary(view({}), backup)).toBeUndefined()
  expect(whyNotPrimary(view({ chosen: 'acme' }), backup)).toMatch(/is the primary/)
  expect(whyNotPrimary(view({}), provider({}))).toMatch(/told no/)
  expect(isUnderWay(view({ choices: [choice(null)] }))).toBe(true)
  expect(whyNotPrimary(view({ choices: [choice(null)] }), backup)).toMatch(/on its way/)
})
