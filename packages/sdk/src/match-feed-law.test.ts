import type { Frame } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedInput } from './feed-state.ts'
import { transition } from './match-feed.ts'
import { eventAt } from './testing/event-at.ts'
import { fromStart, gap, live, skip } from './testing/feed-inputs.ts'

/** A server that resends from the feed's position when asked to, and a wire that does its worst. */
function wire(total: number) {
  let state = fromStart()
  let generation = 0
  let next = 1
  const emitted: Frame[] = []
  const give = (input: FeedInput) => {
    state = transition(state, input)
    if (state.emitted) emitted.push(state.emitted)
  }
  const frame = (seq: number) => {
    if (seq >= 1 && seq <= total) give(live(state, eventAt(seq)))
  }
  const leaveOut = (marker: typeof skip | typeof gap, afterSeq: number, count: number) => {
    const seq = Math.min(total, next - 1 + count)
    if (seq > afterSeq) give(live(state, marker(Math.max(0, afterSeq), seq)))
    next = Math.max(next, seq + 1)
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
    skip: () => leaveOut(skip, next - 1, 2),
    gap: () => leaveOut(gap, next - 1, 5),
    'skip-again': () => leaveOut(skip, next - 4, 1),
    'gap-again': () => leaveOut(gap, next - 3, 2),
    'skip-late': () => leaveOut(skip, next + 1, 4),
    cut: () => {
      give({ tag: 'disconnected', generation, nowMs: 0 })
      rewind()
    },
    end: () => give({ tag: 'ended', generation, failed: true, nowMs: 0 }),
    'hand-over': () => give({ tag: 'ended', generation, failed: false, nowMs: 0 }),
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

const faults = fc.constantFrom<Action[]>(
  'send',
  'drop',
  'double',
  'swap',
  'replay',
  'skip',
  'gap',
  'skip-again',
  'gap-again',
  'skip-late',
  'cut',
  'end',
  'hand-over',
  'hold',
)

/** Plays the script, then lets the wire behave for long enough. */
function play(script: readonly Action[], total: number) {
  const { actions, follow, emitted, counts } = wire(total)
  for (const action of [...script, ...Array.from({ length: total + 1 }, () => 'send' as const)]) {
    follow()
    actions[action]()
  }
  return { emitted, covered: emitted.flatMap(covers), counts: counts() }
}

/** The positions that a frame tells of. */
function covers(frame: Frame): number[] {
  const afterSeq = 'afterSeq' in frame ? frame.afterSeq : frame.seq - 1
  return Array.from({ length: frame.seq - afterSeq }, (_, index) => afterSeq + 1 + index)
}

describe('the law of the feed', () => {
  it('covers 1, 2, 3 … each once by an event, a skip or a gap, whatever the wire does', () => {
    fc.assert(
      fc.property(fc.array(faults, { maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (script, total) => {
        const { emitted, covered, counts } = play(script, total)
        expect(covered).toEqual(covered.map((_, index) => index + 1))
        expect(counts.received).toBe(emitted.length)
        expect(counts.skipped).toBe(emitted.filter(frame => 'afterSeq' in frame).flatMap(covers).length)
      }),
      { numRuns: 500 },
    )
  })

  it('and misses nothing once the wire behaves', () => {
    fc.assert(
      fc.property(fc.array(faults, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (script, total) => {
        expect(play([...script, 'end'], total).covered).toHaveLength(total)
      }),
      { numRuns: 300 },
    )
  })
})
