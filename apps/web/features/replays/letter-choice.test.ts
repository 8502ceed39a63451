import { expect, it } from 'vitest'
import { againOf } from './again.ts'
import { choiceInWords } from './choice-words.ts'
import { collectFailed } from './collect-failed.ts'
import { choiceOfReplay, faultOfChoice, inputOf, type LetterChoice } from './letter-choice.ts'
import { liveLabel, requestOf, untouched, whyNotReplay } from './replay-form.ts'

it('asks again with the choice that a replay was asked with', () => {
  const choices: readonly LetterChoice[] = [
    { kind: 'letter', id: '17' },
    { kind: 'selection', ids: ['17', '18'] },
    { kind: 'group', fingerprint: 'f'.repeat(32) },
    { kind: 'filter', query: { code: 'invalid-json', states: ['dead'] } },
  ]
  for (const choice of choices) {
    const input = inputOf(choice)
    expect(choiceOfReplay('query' in input ? input.query : input)).toEqual(choice)
  }
  for (const query of [null, 'all', [], {}, { ids: [] }, { ids: [17] }]) {
    expect(choiceOfReplay(query)).toBeUndefined()
  }
})

it('refuses a filter that names nothing, and more ids than a replay takes', () => {
  expect(faultOfChoice({ kind: 'filter', query: {} })).toMatch(/Filter first/)
  const ids = Array.from({ length: 10_001 }, (_, n) => String(n + 1))
  expect(faultOfChoice({ kind: 'selection', ids })).toMatch(/At most 10,000/)
  expect(faultOfChoice({ kind: 'letter', id: '1' })).toBeUndefined()
})

it('says what chose the letters', () => {
  expect(choiceInWords({ ids: ['17'] }, 1)).toBe('letter 17')
  expect(choiceInWords({ matchId: 'm1', states: ['dead', 'dead_again'] }, 2)).toBe(
    '2 letters: match m1, state dead,dead_again',
  )
  expect(choiceInWords(null, 1_234)).toBe('1,234 letters')
})

const ended = { progress: { outcomes: {} }, report: { corrected: 0 } }

it('offers after a dry run the same for real, and after a replay what failed', () => {
  const dry = againOf({ ...ended, mode: 'dry_run', query: { ids: ['17'] }, report: { corrected: 1 } })
  expect(dry).toMatchObject({ kind: 'for-real', choice: { kind: 'letter', id: '17' }, corrected: true })
  const failed = { ...ended, mode: 'live' as const, query: {}, progress: { outcomes: { dead_again: 3 } } }
  expect(againOf(failed)).toMatchObject({ kind: 'what-failed', letters: 3 })
  expect(againOf({ ...failed, ...ended })).toMatchObject({ kind: 'nothing' })
})

it('reads all pages of what failed, as far as one replay can name them', async () => {
  const page = (after: number) =>
    Promise.resolve({
      items: Array.from({ length: 500 }, (_, n) => ({ letterId: String(after + n + 1) })),
      next: after < 20_000 ? after + 500 : null,
    })
  const ids = await collectFailed(page)
  expect(ids).toHaveLength(10_000)
  expect(ids.at(-1)).toBe('10000')
  expect(await collectFailed(() => Promise.resolve({ items: [], next: 5 }))).toEqual([])
})

it('asks for a reason before anything', () => {
  const asked = { refused: undefined, fault: undefined, counts: { dead: 1, others: {}, unknown: 0 } }
  expect(whyNotReplay({ ...asked, reason: ' ', rate: { rate: 1 } })).toMatch(/reason/)
  expect(whyNotReplay({ ...asked, reason: 'fixed', rate: { rate: 1 } })).toBeUndefined()
  expect(whyNotReplay({ ...asked, reason: 'fixed', rate: { message: 'A whole number.' } })).toMatch(/rate/)
  const refused = 'You are viewer; this takes operator.'
  expect(whyNotReplay({ ...asked, refused, reason: 'fixed', rate: { rate: 1 } })).toBe(refused)
})

it('sends a dry run without a canary, and a correction with its letter', () => {
  const asked = {
    choice: { kind: 'letter', id: '17' } as const,
    typed: { ...untouched, reason: ' fixed ' },
    rate: { rate: 5 },
    canary: true,
    correction: { letterId: '17', payload: { a: 1 } },
  }
  expect(requestOf('dry_run', asked)).toEqual({
    ...{ ids: ['17'], mode: 'dry_run', reason: 'fixed', ratePerSecond: 5 },
    edits: [{ letterId: '17', payload: { a: 1 } }],
  })
  expect(requestOf('live', { ...asked, correction: undefined })).toMatchObject({ mode: 'live', canary: true })
  expect(liveLabel({ dead: 3, isTried: false, correction: false })).toBe('Replay 3 letters without a dry run')
  expect(liveLabel({ dead: 1, isTried: true, correction: true })).toBe('Replay the correction')
})
