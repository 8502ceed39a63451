import type { MatchEvent } from '@touchline/contracts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { textOf } from '../hub/event-text.ts'
import { eventAt } from '../testing/match-events.ts'
import { thin } from './thin.ts'

const kinds = {
  goal: { lane: 'critical', type: 'goal-scored', payload: { team: 'home' } },
  pass: { lane: 'normal', type: 'pass-made', payload: { team: 'home' } },
  ball: { lane: 'normal', type: 'ball-tracked', payload: { x: 0, y: 0, speedMps: 1 } },
  post: { lane: 'low', type: 'post-published', payload: { author: 'a', text: 'b' } },
} as const
type Kind = keyof typeof kinds

const missed = (names: readonly Kind[], first = 1): MatchEvent[] =>
  names.map((name, index) => ({ ...eventAt({ epoch: 1, seq: first + index }), ...kinds[name] }) as MatchEvent)
const bytes = (events: readonly MatchEvent[]) => events.reduce((sum, event) => sum + textOf(event).length, 0)
const after = { epoch: 1, seq: 0 }
const shape = (names: readonly Kind[], maxBytes: number) =>
  thin(after, missed(names), maxBytes)?.map(frame =>
    frame.type === 'feed-skipped' ? `${frame.low}+${frame.replaced} to ${frame.seq}` : frame.type,
  )

it('gives all of it where it fits', () => {
  expect(shape(['post', 'goal'], 10_000)).toEqual(['post-published', 'goal-scored'])
})

it('leaves out the low lane first, then readings that a later one replaces', () => {
  const names = ['ball', 'post', 'goal', 'ball', 'post', 'pass'] as const
  const [whole, noLow] = [bytes(missed(names)), bytes(missed(names).filter(({ lane }) => lane !== 'low'))]
  expect(shape(names, whole)).toHaveLength(6)
  expect(shape(names, whole - 1)).toEqual([
    'ball-tracked',
    '1+0 to 2',
    'goal-scored',
    'ball-tracked',
    '1+0 to 5',
    'pass-made',
  ])
  expect(shape(names, noLow - 1)).toEqual([
    '1+1 to 2',
    'goal-scored',
    'ball-tracked',
    '1+0 to 5',
    'pass-made',
  ])
  expect(shape(names, 100)).toBeUndefined()
})

it('covers every position once, keeps what is critical, and stays within its bytes', () => {
  const events = fc.array(fc.constantFrom(...(Object.keys(kinds) as Kind[])), { maxLength: 60 })
  fc.assert(
    fc.property(events, fc.nat(20_000), (names, maxBytes) => {
      const all = missed(names)
      const frames = thin(after, all, maxBytes)
      if (!frames) return
      const kept = frames.filter((frame): frame is MatchEvent => frame.type !== 'feed-skipped')
      expect(bytes(kept)).toBeLessThanOrEqual(maxBytes)
      expect(kept.filter(({ lane }) => lane === 'critical')).toHaveLength(
        all.filter(({ lane }) => lane === 'critical').length,
      )
      let seq = 0
      for (const frame of frames) {
        if (frame.type === 'feed-skipped') {
          expect(frame.afterSeq).toBe(seq)
          expect(frame.low + frame.replaced).toBe(frame.seq - seq)
        } else expect(frame.seq).toBe(seq + 1)
        seq = frame.seq
      }
      expect(seq).toBe(all.length)
    }),
  )
})
