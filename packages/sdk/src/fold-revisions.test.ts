import type { Frame, MatchEvent } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CurrentEvent } from './current-event.ts'
import { foldRevisions } from './fold-revisions.ts'
import { eventAt } from './testing/event-at.ts'

const content = (team: string, type = 'goal-scored') => ({
  type,
  occurredAt: eventAt(1).occurredAt,
  clock: { period: 1, seconds: 1 },
  payload: { team },
})
const goal = (seq: number, team: string, score: readonly [number, number]): MatchEvent =>
  eventAt(seq, 1, { ...content(team), lane: 'critical', score: { home: score[0], away: score[1] } })
const revision = (seq: number, of: number, before: object | null, now: object | null): MatchEvent =>
  eventAt(seq, 1, {
    type: now ? 'event-revised' : 'event-withdrawn',
    lane: 'critical',
    payload: { position: `1:${of}`, revision: seq, previous: before, ...(now && { event: now }) },
  })
const told = (...frames: Frame[]) => foldRevisions([], frames, 100)

describe('events as they now stand', () => {
  it('change in place, with their versions, and the scores of goals after them', () => {
    const events = told(
      goal(1, 'home', [1, 0]),
      goal(2, 'home', [2, 0]),
      revision(3, 1, content('home'), content('away')),
    )
    expect(events).toMatchObject([
      { seq: 1, payload: { team: 'away' }, score: { home: 0, away: 1 } },
      { seq: 2, score: { home: 1, away: 1 } },
    ])
    expect(events[0]?.versions).toMatchObject([
      { seq: 1, content: { payload: { team: 'home' } } },
      { seq: 3, revision: 3, content: { payload: { team: 'away' } } },
    ])
  })

  it('are marked where they were withdrawn, and can come back', () => {
    const withdrawn = told(goal(1, 'home', [1, 0]), revision(2, 1, content('home'), null))
    expect(withdrawn).toMatchObject([{ seq: 1, type: 'goal-scored', isWithdrawn: true }])
    const [back] = foldRevisions(withdrawn, [revision(3, 1, null, content('away'))], 100)
    expect(back).toMatchObject({ seq: 1, payload: { team: 'away' } })
    expect(back?.isWithdrawn).toBeUndefined()
  })

  it('stand for themselves where the revised event was never received', () => {
    const later = [revision(9, 4, content('home'), content('away')), revision(10, 4, content('away'), null)]
    expect(told(...later)).toMatchObject([
      { seq: 9, standsFor: '1:4', type: 'goal-scored', payload: { team: 'away' }, isWithdrawn: true },
    ])
    expect(
      told(eventAt(1, 1, { type: 'event-withdrawn', payload: { position: null, previous: null } })),
    ).toEqual([])
  })

  it('outlive a gap, and no reset', () => {
    const gap = { type: 'feed-gap', matchId: 'm', epoch: 1, seq: 7, afterSeq: 1, reason: 'slow' } as Frame
    const reset = { type: 'feed-reset', matchId: 'm', epoch: 2, seq: 0, reason: 'epoch-changed' } as const
    const first = goal(1, 'home', [1, 0])
    expect(told(first, gap, revision(8, 1, content('home'), null))).toMatchObject([{ isWithdrawn: true }])
    expect(told(first, reset)).toEqual([])
    expect(told(first, eventAt(1, 2))).toMatchObject([{ epoch: 2 }])
  })

  it('are the same at once or bit by bit, with frames doubled, and bounded', () => {
    const plan = fc.array(fc.record({ of: fc.nat(8), team: fc.constantFrom('home', 'away', undefined) }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(plan, fc.nat(60), (steps, again) => {
        const frames = feedOf(steps)
        const bitByBit = frames.reduce<readonly CurrentEvent[]>(
          (events, frame, index) =>
            foldRevisions(events, [frame, ...frames.slice(index > again ? index : 0, index)], 6),
          [],
        )
        const whole = foldRevisions([], frames, 6)
        expect(bitByBit).toEqual(whole)
        expect(whole.length).toBeLessThanOrEqual(6)
        for (const event of whole) expect(event.versions?.length ?? 1).toBeLessThanOrEqual(20)
      }),
    )
  })
})

/** A feed in which each step tells of an event, or revises what was told of it before. */
function feedOf(steps: readonly { readonly of: number; readonly team: string | undefined }[]): MatchEvent[] {
  const standing = new Map<number, { readonly seq: number; readonly said: object | null }>()
  return steps.map(({ of, team }, index) => {
    const seq = index + 1
    const before = standing.get(of)
    const said = team === undefined && before ? null : content(team ?? 'home')
    standing.set(of, { seq: before?.seq ?? seq, said })
    return before ? revision(seq, before.seq, before.said, said) : goal(seq, team ?? 'home', [seq, seq])
  })
}
