import { type Frame, isMarker, type MatchEvent } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRules, type FeedInput, type FeedState, initialFeedState } from './feed-state.ts'
import { transition } from './match-feed.ts'
import { eventAt } from './testing/event-at.ts'

const live = (state: FeedState, frame: Frame, nowMs = 0): FeedInput => ({
  tag: 'frame',
  generation: state.subscription.generation,
  frame,
  nowMs,
})
const reset = (epoch: number): Frame => ({
  type: 'feed-reset',
  matchId: 'm',
  epoch,
  seq: 0,
  reason: 'epoch-changed',
})
const fromStart = (): FeedState => initialFeedState({ ...defaultRules, from: 'start' }, undefined, 0)
const after = (state: FeedState, ...inputs: ((state: FeedState) => FeedInput)[]): FeedState =>
  inputs.reduce((before, input) => transition(before, input(before)), state)

describe('a match feed', () => {
  it('passes on what is next, drops what was seen', () => {
    const state = after(
      fromStart(),
      s => live(s, eventAt(1)),
      s => live(s, eventAt(1)),
    )
    expect(state.counts).toMatchObject({ received: 1, duplicates: 1, gaps: 0 })
    expect(state.emitted).toBeUndefined()
  })

  it('on a hole passes nothing on and wants a subscription from its last contiguous position', () => {
    const state = after(
      fromStart(),
      s => live(s, eventAt(1)),
      s => live(s, eventAt(3)),
    )
    expect(state.emitted).toBeUndefined()
    expect(state.position).toEqual({ epoch: 1, seq: 1 })
    expect(state.subscription).toEqual({ generation: 2, tag: 'open', attempt: 1 })
    const late: FeedInput = { tag: 'frame', generation: 1, frame: eventAt(2), nowMs: 0 }
    expect(transition(state, late).position).toEqual({ epoch: 1, seq: 1 })
  })

  it('starts over when the history was lost', () => {
    const state = after(
      fromStart(),
      s => live(s, eventAt(1)),
      s => live(s, eventAt(2)),
      s => live(s, reset(2)),
    )
    expect(state.emitted?.type).toBe('feed-reset')
    expect(after(state, s => live(s, eventAt(1, 2))).position).toEqual({ epoch: 2, seq: 1 })
    expect(after(state, s => live(s, eventAt(3, 1))).counts.duplicates).toBe(1)
  })

  it('with a lanes filter takes holes for what they are, and still drops doubles', () => {
    const rules = { ...defaultRules, contiguous: false }
    const state = after(
      initialFeedState(rules, undefined, 0),
      s => live(s, eventAt(4)),
      s => live(s, eventAt(9)),
      s => live(s, eventAt(5)),
    )
    expect(state.position).toEqual({ epoch: 1, seq: 9 })
    expect(state.counts).toMatchObject({ received: 2, duplicates: 1, gaps: 0 })
  })

  it('says connecting, catching up, live, and stalled once the connection stays away', () => {
    const opened = transition(fromStart(), { tag: 'opened', generation: 1, nowMs: 10 })
    expect(opened.status.tag).toBe('catching-up')
    const settled = transition(opened, { tag: 'tick', nowMs: 600 })
    expect(settled.status).toEqual({ tag: 'live', sinceMs: 600 })
    const cut = transition(settled, { tag: 'disconnected', generation: 1, nowMs: 1_000 })
    expect(cut.status).toEqual({ tag: 'connecting', sinceMs: 1_000 })
    expect(transition(cut, { tag: 'tick', nowMs: 3_999 }).status.tag).toBe('connecting')
    const stalled = transition(cut, { tag: 'tick', nowMs: 4_000 })
    expect(stalled.status).toEqual({ tag: 'stalled', sinceMs: 1_000 })
    expect(transition(stalled, { tag: 'opened', generation: 1, nowMs: 5_000 }).status.tag).toBe('catching-up')
  })

  it('is live at the first frame that is fresh', () => {
    const event = eventAt(1)
    const nowMs = Date.parse(event.storedAt) + 100
    expect(after(fromStart(), s => live(s, event, nowMs)).status.tag).toBe('live')
    expect(after(fromStart(), s => live(s, event, nowMs + 60_000)).status.tag).toBe('catching-up')
  })

  it('held back for a slow consumer, ignores the old subscription and later resumes from its place', () => {
    const held = after(
      fromStart(),
      s => live(s, eventAt(1)),
      () => ({ tag: 'held', nowMs: 1 }),
    )
    expect(held.subscription).toMatchObject({ tag: 'held', generation: 2 })
    const ignored = transition(held, { tag: 'frame', generation: 1, frame: eventAt(2), nowMs: 1 })
    expect(ignored.position?.seq).toBe(1)
    expect(transition(ignored, { tag: 'resumed', nowMs: 2 }).subscription).toMatchObject({
      tag: 'open',
      generation: 3,
    })
  })

  it('is closed for good', () => {
    const closed = transition(fromStart(), { tag: 'closed', nowMs: 5 })
    expect(after(closed, s => live(s, eventAt(1))).counts.received).toBe(0)
  })
})

/** A server that resends from the feed's position when asked to, and a wire that does its worst. */
function wire(total: number) {
  let state = fromStart()
  let generation = 0
  let next = 1
  const emitted: MatchEvent[] = []
  const give = (input: FeedInput) => {
    state = transition(state, input)
    if (state.emitted && !isMarker(state.emitted)) emitted.push(state.emitted)
  }
  const frame = (seq: number) => {
    if (seq >= 1 && seq <= total) give(live(state, eventAt(seq)))
  }
  const rewind = () => {
    next = (state.position?.seq ?? 0) + 1
  }
  const actions = {
    send: () => frame(next++),
    drop: () => next++,
    double: () => {
      for (const seq of [next, next]) frame(seq)
      next += 1
    },
    swap: () => {
      for (const seq of [next + 1, next]) frame(seq)
      next += 2
    },
    replay: () => frame(Math.max(1, next - 3)),
    cut: () => {
      give({ tag: 'disconnected', generation, nowMs: 0 })
      rewind()
    },
    end: () => give({ tag: 'ended', generation, nowMs: 0 }),
    hold: () => give({ tag: 'held', nowMs: 0 }),
  }
  /** What the runner does between two inputs: room again, and the subscription that is wanted. */
  const follow = () => {
    if (state.subscription.tag === 'held') give({ tag: 'resumed', nowMs: 0 })
    if (state.subscription.generation === generation) return
    generation = state.subscription.generation
    rewind()
    give({ tag: 'opened', generation, nowMs: 0 })
  }
  return { actions, follow, emitted, counts: () => state.counts }
}
type Action = keyof ReturnType<typeof wire>['actions']

const faults = fc.constantFrom<Action[]>('send', 'drop', 'double', 'swap', 'replay', 'cut', 'end', 'hold')

/** Plays the script, then lets the wire behave for long enough. */
function play(script: readonly Action[], total: number) {
  const { actions, follow, emitted, counts } = wire(total)
  for (const action of [...script, ...Array.from({ length: total + 1 }, () => 'send' as const)]) {
    follow()
    actions[action]()
  }
  return { emitted, counts: counts() }
}

describe('the law of the feed', () => {
  it('emits 1, 2, 3 … without hole or double, whatever the wire does', () => {
    fc.assert(
      fc.property(fc.array(faults, { maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (script, total) => {
        const { emitted, counts } = play(script, total)
        expect(emitted.map(event => event.seq)).toEqual(emitted.map((_, index) => index + 1))
        expect(counts.received).toBe(emitted.length)
      }),
      { numRuns: 500 },
    )
  })

  it('and misses nothing once the wire behaves', () => {
    fc.assert(
      fc.property(fc.array(faults, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (script, total) => {
        const { emitted } = play([...script, 'end'], total)
        expect(emitted).toHaveLength(total)
      }),
      { numRuns: 300 },
    )
  })
})
