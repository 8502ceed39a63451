import { replayOutcomeSchema, replayStateSchema } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { counselOf, outcomeParts, reportSentence } from './outcome-report.ts'
import { isOver, replayStates, whyNotAbort, whyNotDecide, whyNotResume } from './replay-words.ts'

it('says what came of a replay, with what was not sent', () => {
  const outcomes = { recovered: 1_400, superseded: 2, dead_again: 1, skipped: 4 }
  expect(reportSentence({ mode: 'live', total: 1_500, outcomes, waiting: 93 })).toBe(
    'Of 1,500 letters: 1,400 recovered, 2 superseded, 1 died again, 4 skipped, 93 not sent.',
  )
  expect(reportSentence({ mode: 'dry_run', total: 1, outcomes: { would_fail: 1 }, waiting: 0 })).toBe(
    'Of 1 letter: 1 would fail again.',
  )
  expect(reportSentence({ mode: 'live', total: 2, outcomes: {}, waiting: 0 })).toContain('nothing yet')
})

it('has a part for every outcome, the good first', () => {
  const counts = Object.fromEntries(replayOutcomeSchema.options.map(outcome => [outcome, 1]))
  const parts = outcomeParts(counts)
  expect(parts.map(({ outcome }) => outcome).toSorted()).toEqual(replayOutcomeSchema.options.toSorted())
  expect(parts[0]?.tone).toBe('good')
  expect(outcomeParts({ dead_again: 0 })).toEqual([])
})

it('counsels by a dry run', () => {
  expect(counselOf({ outcomes: { would_recover: 5 } }).tone).toBe('good')
  expect(counselOf({ outcomes: { would_fail: 5 } }).tone).toBe('critical')
  expect(counselOf({ outcomes: { would_fail: 1, would_recover: 5 } }).tone).toBe('caution')
  expect(counselOf({ outcomes: { would_be_superseded: 5 } }).text).toMatch(/change nothing/)
  expect(counselOf({ outcomes: { skipped: 5 } }).tone).toBe('neutral')
})

it('lets nobody decide on what they asked for, nor end what has ended', () => {
  const waiting = { state: 'awaiting_approval', requestedBy: 'Ada' } as const
  expect(whyNotDecide(waiting, 'Ada')).toMatch(/somebody else/)
  expect(whyNotDecide(waiting, 'Bob')).toBeUndefined()
  expect(whyNotDecide({ ...waiting, state: 'running' }, 'Bob')).toMatch(/Nothing waits/)
  for (const state of replayStateSchema.options) {
    expect(replayStates[state].label).not.toBe('')
    expect(whyNotAbort(state) === undefined).toBe(!isOver(state))
    expect(whyNotResume(state) === undefined).toBe(state === 'stopped' || state === 'aborted')
  }
})
