import type { Frame } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { defaultRules, type FeedInput, type FeedState, initialFeedState } from './feed-state.ts'
import { transition } from './match-feed.ts'
import { emptySnapshot } from './match-snapshot.ts'
import { eventAt } from './testing/event-at.ts'
import { fromStart, gap, live, skip } from './testing/feed-inputs.ts'

const reset = (epoch: number): Frame => ({
  type: 'feed-reset',
  matchId: 'm',
  epoch,
  seq: 0,
  reason: 'epoch-changed',
})
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

  it('starts over in an earlier epoch, to which a database was restored', () => {
    const state = after(
      fromStart(),
      s => live(s, eventAt(1, 2)),
      s => live(s, reset(1)),
    )
    expect(state.emitted?.type).toBe('feed-reset')
    expect(after(state, s => live(s, eventAt(1, 1))).position).toEqual({ epoch: 1, seq: 1 })
  })

  it('starts over in the same epoch where the gateway says that the position is lost, once', () => {
    const snapshot = { ...emptySnapshot('m'), lastSeq: 6 }
    const lost: Frame = { ...reset(1), reason: 'history-lost', snapshot } as Frame
    const ten = Array.from({ length: 10 }, (_, index) => (s: FeedState) => live(s, eventAt(index + 1)))
    const state = after(fromStart(), ...ten, s => live(s, lost))
    expect(state).toMatchObject({
      position: { epoch: 1, seq: 0 },
      emitted: { reason: 'history-lost', snapshot },
    })
    const again = after(state, s => live(s, lost), ...ten.slice(0, 6))
    expect(again).toMatchObject({ position: { epoch: 1, seq: 6 }, counts: { duplicates: 1, gaps: 0 } })
    expect(after(fromStart(), ...ten, s => live(s, reset(1))).position?.seq).toBe(10)
  })

  it('takes a skip or a gap for the positions it covers', () => {
    const state = after(
      fromStart(),
      s => live(s, eventAt(1)),
      s => live(s, skip(1, 4)),
      s => live(s, eventAt(5)),
      s => live(s, gap(5, 90)),
      s => live(s, eventAt(91)),
    )
    expect(state.position).toEqual({ epoch: 1, seq: 91 })
    expect(state.counts).toEqual({
      received: 5,
      duplicates: 0,
      gaps: 0,
      disconnects: 0,
      skipped: 88,
      malformed: 0,
    })
  })

  it('asks again where a skip or a gap begins past a hole', () => {
    for (const marker of [skip(3, 5), gap(3, 5)]) {
      const state = after(
        fromStart(),
        s => live(s, eventAt(1)),
        s => live(s, marker),
      )
      expect(state.emitted).toBeUndefined()
      expect(state).toMatchObject({ position: { seq: 1 }, subscription: { generation: 2 } })
    }
  })

  it('takes off a skip or a gap what was passed on before it', () => {
    for (const marker of [skip(0, 5), gap(0, 5)]) {
      const state = after(
        fromStart(),
        s => live(s, eventAt(1)),
        s => live(s, eventAt(2)),
        s => live(s, marker),
      )
      expect(state.emitted).toMatchObject({ type: marker.type, afterSeq: 2, seq: 5 })
      expect(after(state, s => live(s, marker)).counts).toMatchObject({ duplicates: 1, skipped: 3 })
    }
  })

  it('begins with a gap where the epoch has changed, from its first position on', () => {
    const one = after(fromStart(), s => live(s, eventAt(1)))
    expect(after(one, s => live(s, gap(0, 7, 2))).position).toEqual({ epoch: 2, seq: 7 })
    expect(after(one, s => live(s, gap(3, 7, 2))).subscription.generation).toBe(2)
  })

  it('may begin live, or at a match clock, with any frame', () => {
    for (const from of ['live', '63:00'] as const) {
      const fresh = initialFeedState({ ...defaultRules, from }, undefined, 0)
      const state = after(
        fresh,
        s => live(s, skip(40, 44)),
        s => live(s, eventAt(45)),
      )
      expect(state).toMatchObject({ position: { seq: 45 }, counts: { gaps: 0, skipped: 4 } })
    }
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

  it('waits longer from failure to failure, and not at all where only its carrier changes', () => {
    const failed = (state: FeedState): FeedInput => ({
      tag: 'ended',
      generation: state.subscription.generation,
      failed: true,
      nowMs: 1,
    })
    const state = after(fromStart(), failed, failed)
    expect(state).toMatchObject({ subscription: { attempt: 2 }, status: { tag: 'connecting' } })
    const live1 = after(state, s => live(s, eventAt(1), Date.parse(eventAt(1).storedAt)))
    const moved = after(live1, s => ({ ...failed(s), failed: false }) as FeedInput)
    expect(moved).toMatchObject({ subscription: { generation: 4, attempt: 0 }, status: { tag: 'live' } })
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
