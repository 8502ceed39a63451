import type { FeedInput as FeedRequest, Frame, MatchSnapshot } from '@touchline/contracts'
import { describe, expect, it, vi } from 'vitest'
import { createFeed } from './feed.ts'
import { applyEvent, emptySnapshot } from './match-snapshot.ts'
import { createMatchStore } from './match-store.ts'
import type { FrameFold } from './match-view.ts'
import { eventAt } from './testing/event-at.ts'
import type { MatchHandle } from './touchline.ts'
import type { FeedObserver } from './wire.ts'

const counted: FrameFold<number> = { initial: 0, apply: (count, frames) => count + frames.length }

/** A match whose gateway is the test: it knows `head`, and hands over each subscription. */
function match(head: MatchSnapshot) {
  const asked: {
    request: FeedRequest
    lastEventId: string | null | undefined
    observer: FeedObserver
  }[] = []
  const handle: MatchHandle = {
    matchId: 'm',
    get: async () => head,
    events: async () => ({ items: [], next: null }),
    segments: async function* () {},
    presence: async () => ({ watching: 1 }),
    feed: options =>
      createFeed('m', options ?? {}, (request, observer) => {
        asked.push({ request, lastEventId: request.lastEventId, observer })
        return () => {}
      }),
  }
  const wire = (index: number) =>
    vi.waitFor(() => {
      const found = asked[index]
      if (!found) throw new Error('not yet')
      return found
    })
  return { handle, wire }
}
const headAt = (seq: number): MatchSnapshot => ({
  ...applyEvent(emptySnapshot('m'), eventAt(seq)),
  score: { home: 2, away: 0 },
})

describe('the view of a match', () => {
  it('replayed from the start shows what the gateway knows until the replay has passed it', async () => {
    const { handle, wire } = match(headAt(3))
    const store = createMatchStore(handle, { from: 'start', fold: counted, maxEvents: 2 })
    const leave = store.subscribe(() => {})
    const { observer } = await wire(0)
    observer.frame(eventAt(1))
    await vi.waitFor(() => expect(store.view().folded).toBe(1))
    expect(store.view().snapshot?.score).toEqual({ home: 2, away: 0 })
    for (const seq of [2, 3, 4]) observer.frame(eventAt(seq))
    await vi.waitFor(() => expect(store.view().folded).toBe(4))
    expect(store.view()).toMatchObject({
      lastSeq: 4,
      snapshot: { score: { home: 0, away: 0 } },
      counts: { received: 4 },
    })
    expect(store.view().events.map(event => event.seq)).toEqual([3, 4])
    leave()
  })

  it('live starts right after the snapshot, and goes on from its place when mounted again', async () => {
    const { handle, wire } = match(headAt(3))
    const store = createMatchStore(handle, { fold: counted })
    const leave = store.subscribe(() => {})
    const first = await wire(0)
    expect(first.lastEventId).toBe('1:3')
    first.observer.frame(eventAt(4))
    await vi.waitFor(() => expect(store.view().lastSeq).toBe(4))
    leave()
    const leaveAgain = store.subscribe(() => {})
    expect((await wire(1)).lastEventId).toBe('1:4')
    leaveAgain()
  })

  it('from a match clock tells nothing of what came later, but what is still to be played', async () => {
    const head = { ...headAt(900), clock: { period: 2, seconds: 1_500 }, fixture: { home: 'A', away: 'B' } }
    const { handle, wire } = match(head)
    const store = createMatchStore(handle, { from: '63:00', fold: counted })
    const leave = store.subscribe(() => {})
    await vi.waitFor(() => expect(store.view().snapshot?.fixture).toEqual({ home: 'A', away: 'B' }))
    expect(store.view().snapshot?.score).toEqual({ home: 0, away: 0 })
    const { observer } = await wire(0)
    observer.frame(eventAt(700, 1, { score: { home: 1, away: 0 } }))
    await vi.waitFor(() => expect(store.view().snapshot?.score).toEqual({ home: 1, away: 0 }))
    leave()
    const ahead = createMatchStore(match(head).handle, { from: '80:00', fold: counted })
    const leaveAhead = ahead.subscribe(() => {})
    await vi.waitFor(() => expect(ahead.view().snapshot?.score).toEqual({ home: 2, away: 0 }))
    leaveAhead()
  })

  it('behind by a delay asks for the match as it was then', async () => {
    const { handle, wire } = match(headAt(3))
    const asked = vi.spyOn(handle, 'get')
    const store = createMatchStore(handle, { from: 'start', delaySeconds: 20, fold: counted })
    const leave = store.subscribe(() => {})
    expect((await wire(0)).request.delaySeconds).toBe(20)
    expect(asked).toHaveBeenCalledWith({ delaySeconds: 20 })
    leave()
  })

  it('takes the snapshot of a gap for what lies before it, and says what was left out', async () => {
    const { handle, wire } = match(headAt(1))
    const store = createMatchStore(handle, { fold: counted })
    const leave = store.subscribe(() => {})
    const { observer } = await wire(0)
    const snapshot = { ...headAt(50), score: { home: 3, away: 1 } }
    const place = { matchId: 'm', epoch: 1, seq: 50, afterSeq: 1 }
    observer.frame({ type: 'feed-gap', ...place, reason: 'slow', snapshot })
    observer.frame(eventAt(51, 1, { score: { home: 3, away: 1 } }))
    await vi.waitFor(() => expect(store.view().lastSeq).toBe(51))
    expect(store.view()).toMatchObject({
      snapshot: { score: { home: 3, away: 1 } },
      counts: { skipped: 49, gaps: 0 },
      omission: { marker: { type: 'feed-gap', seq: 50 } },
    })
    leave()
  })

  it.each([1, 2])(
    'shows the snapshot of a reset at once, in epoch %i, and replays beneath it',
    async epoch => {
      const { handle, wire } = match({ ...headAt(10), fixture: { home: 'A', away: 'B' } })
      const store = createMatchStore(handle, { fold: counted })
      const leave = store.subscribe(() => {})
      const { observer, lastEventId } = await wire(0)
      expect(lastEventId).toBe('1:10')
      const snapshot = { ...headAt(5), epoch, score: { home: 1, away: 1 }, fixture: null }
      const reason = epoch === 1 ? 'history-lost' : 'epoch-changed'
      observer.frame({ type: 'feed-reset', matchId: 'm', epoch, seq: 0, reason, snapshot })
      await vi.waitFor(() => expect(store.view().folded).toBe(1))
      const shown = { score: { home: 1, away: 1 }, lastSeq: 5, fixture: { home: 'A' } }
      expect(store.view()).toMatchObject({ lastSeq: 0, events: [], snapshot: shown })
      for (const seq of [1, 2]) observer.frame(eventAt(seq, epoch))
      await vi.waitFor(() => expect(store.view().folded).toBe(3))
      expect(store.view()).toMatchObject({ lastSeq: 2, snapshot: shown })
      for (const seq of [3, 4, 5, 6]) observer.frame(eventAt(seq, epoch, { score: { home: 2, away: 1 } }))
      await vi.waitFor(() => expect(store.view().snapshot?.score).toEqual({ home: 2, away: 1 }))
      leave()
    },
  )

  it('does not go back from a reset to what it had asked for before', async () => {
    const asked = Promise.withResolvers<MatchSnapshot>()
    const { handle, wire } = match(headAt(10))
    const store = createMatchStore({ ...handle, get: () => asked.promise }, { from: 'start', fold: counted })
    const leave = store.subscribe(() => {})
    const { observer } = await wire(0)
    const snapshot = { ...headAt(5), score: { home: 1, away: 1 } }
    observer.frame(eventAt(1))
    observer.frame({ type: 'feed-reset', matchId: 'm', epoch: 1, seq: 0, reason: 'history-lost', snapshot })
    await vi.waitFor(() => expect(store.view().folded).toBe(2))
    asked.resolve(headAt(10))
    await vi.waitFor(() => expect(store.view().openedAtSeq).toBe(10))
    expect(store.view().snapshot?.score).toEqual({ home: 1, away: 1 })
    leave()
  })

  it('renders many events at once', async () => {
    const { handle, wire } = match(headAt(1))
    const store = createMatchStore(handle, { from: 'start', fold: counted })
    const listener = vi.fn()
    const leave = store.subscribe(listener)
    const { observer } = await wire(0)
    const frames: Frame[] = Array.from({ length: 500 }, (_, index) => eventAt(index + 1))
    for (const frame of frames) observer.frame(frame)
    await vi.waitFor(() => expect(store.view().folded).toBe(500))
    expect(listener.mock.calls.length).toBeLessThan(5)
    leave()
  })
})
