import {
  comparePositions,
  type FeedGap,
  type FeedReset,
  type FeedSkip,
  type Frame,
  isMarker,
  type Position,
} from '@touchline/contracts/wire'
import type { FeedInput, FeedStart, FeedState, FeedStatus } from './feed-state.ts'

type Step<T extends FeedInput['tag']> = (state: FeedState, input: Tagged<T>) => FeedState
type Tagged<T extends FeedInput['tag']> = FeedInput & { readonly tag: T }

/**
 * The feed of one match, as a pure machine. What it emits, over its whole life, covers each position exactly once, by
 * an event, a skip or a gap, in order, whatever is dropped, doubled, reordered or cut off before it. After a hole it
 * passes on nothing more of that subscription: it wants another one from its last contiguous position.
 */
export function transition(state: FeedState, input: FeedInput): FeedState {
  const quiet = state.emitted === undefined ? state : { ...state, emitted: undefined }
  if (quiet.status.tag === 'closed') return quiet
  if ('generation' in input && input.generation !== quiet.subscription.generation) return quiet
  return step(quiet, input)
}

function step(state: FeedState, input: FeedInput): FeedState {
  switch (input.tag) {
    case 'opened':
      return opened(state, input)
    case 'frame':
      return framed(state, input)
    case 'malformed':
      return malformed(state, input)
    case 'disconnected':
      return disconnected(state, input)
    case 'ended':
      return ended(state, input)
    case 'held':
      return held(state, input)
    case 'resumed':
      return state.subscription.tag === 'held' ? resubscribed(state, 0) : state
    case 'tick':
      return { ...state, status: ticked(state, input.nowMs) }
    case 'closed':
      return { ...state, status: closedStatus(input), subscription: { ...state.subscription, tag: 'held' } }
  }
}

const closedStatus = ({ nowMs, error }: Tagged<'closed'>): FeedStatus =>
  error ? { tag: 'closed', sinceMs: nowMs, error } : { tag: 'closed', sinceMs: nowMs }

const opened: Step<'opened'> = (state, { nowMs }) => {
  if (state.status.tag !== 'connecting' && state.status.tag !== 'stalled') return state
  const behind = state.position !== undefined || state.rules.from !== 'live'
  return {
    ...state,
    status: behind
      ? { tag: 'catching-up', sinceMs: nowMs, movedAtMs: nowMs }
      : { tag: 'live', sinceMs: nowMs },
  }
}

const disconnected: Step<'disconnected'> = (state, { nowMs }) => {
  const status = lost(state.status, nowMs)
  if (status === state.status) return state
  return { ...state, status, counts: { ...state.counts, disconnects: state.counts.disconnects + 1 } }
}

const ended: Step<'ended'> = (state, { failed, nowMs }) => {
  const { attempt } = state.subscription
  if (!failed) return resubscribed(state, attempt)
  return { ...resubscribed(state, attempt + 1), status: lost(state.status, nowMs) }
}

const malformed: Step<'malformed'> = (state, { nowMs }) => ({
  ...resubscribed(state, state.subscription.attempt + 1),
  status: lost(state.status, nowMs),
  counts: { ...state.counts, malformed: state.counts.malformed + 1 },
})

const held = (state: FeedState, { nowMs }: FeedInput): FeedState => ({
  ...state,
  status: { tag: 'catching-up', sinceMs: nowMs, movedAtMs: nowMs },
  subscription: { ...state.subscription, generation: state.subscription.generation + 1, tag: 'held' },
})

const framed: Step<'frame'> = (state, { frame, nowMs }) => {
  const { counts } = state
  switch (placeOf(state, frame)) {
    case 'next':
      return passedOn(state, frame, nowMs)
    case 'seen':
      return { ...state, counts: { ...counts, duplicates: counts.duplicates + 1 } }
    case 'beyond':
      return {
        ...resubscribed(state, state.subscription.attempt + 1),
        status: { tag: 'catching-up', sinceMs: nowMs, movedAtMs: nowMs },
        counts: { ...counts, gaps: counts.gaps + 1 },
      }
  }
}

function passedOn(state: FeedState, frame: Frame, nowMs: number): FeedState {
  const { counts, subscription } = state
  const emitted = withoutSeen(frame, state.position)
  return {
    ...state,
    position: { epoch: frame.epoch, seq: frame.seq },
    emitted,
    status: moved(state, frame, nowMs),
    subscription: subscription.attempt === 0 ? subscription : { ...subscription, attempt: 0 },
    counts: {
      ...counts,
      received: counts.received + 1,
      skipped: counts.skipped + (isOmission(emitted) ? emitted.seq - emitted.afterSeq : 0),
    },
  }
}

type Place = 'next' | 'seen' | 'beyond'

/** Where a frame stands beside the position: the next one, one that was passed on before, or past a hole. */
function placeOf({ position, rules }: FeedState, frame: Frame): Place {
  const from = position ?? startOf(rules.from, frame)
  if (frame.type === 'feed-reset') return startsOver(position, frame) ? 'next' : 'seen'
  if (comparePositions(frame, from) <= 0) return 'seen'
  return joins(from, frame, rules.contiguous) ? 'next' : 'beyond'
}

/** Also in an earlier epoch, to which a database was restored; in the same one where the gateway says so. */
const startsOver = (position: Position | undefined, { epoch, reason }: FeedReset): boolean =>
  !position ||
  epoch !== position.epoch ||
  (epoch === position.epoch && reason === 'history-lost' && position.seq > 0)

const joins = (from: Position, frame: Frame, contiguous: boolean): boolean =>
  frame.epoch > from.epoch ? before(frame) === 0 : !contiguous || before(frame) <= from.seq

const isOmission = (frame: Frame): frame is FeedSkip | FeedGap =>
  frame.type === 'feed-skipped' || frame.type === 'feed-gap'

/** The last position that a frame does not cover: an event covers its own, a skip or a gap a range. */
const before = (frame: Frame): number => (isOmission(frame) ? frame.afterSeq : frame.seq - 1)

/** What a frame tells of positions that were passed on before is taken off it: each is told of once. */
const withoutSeen = (frame: Frame, position: Position | undefined): Frame =>
  isOmission(frame) && position?.epoch === frame.epoch && frame.afterSeq < position.seq
    ? { ...frame, afterSeq: position.seq }
    : frame

/** Before the first frame: from the start the next is 1, else it is whatever comes. */
const startOf = (from: FeedStart, frame: Frame): Position => ({
  epoch: frame.epoch,
  seq: from === 'start' ? 0 : before(frame),
})

const resubscribed = (state: FeedState, attempt: number): FeedState => ({
  ...state,
  subscription: { generation: state.subscription.generation + 1, tag: 'open', attempt },
})

function lost(status: FeedStatus, nowMs: number): FeedStatus {
  return status.tag === 'connecting' || status.tag === 'stalled'
    ? status
    : { tag: 'connecting', sinceMs: nowMs }
}

function moved({ status, rules }: FeedState, frame: Frame, nowMs: number): FeedStatus {
  if (status.tag === 'live') return status
  const fresh = !isMarker(frame) && nowMs - Date.parse(frame.storedAt) < rules.freshMs
  if (fresh) return { tag: 'live', sinceMs: nowMs }
  const sinceMs = status.tag === 'catching-up' ? status.sinceMs : nowMs
  return { tag: 'catching-up', sinceMs, movedAtMs: nowMs }
}

function ticked({ status, rules, subscription }: FeedState, nowMs: number): FeedStatus {
  if (status.tag === 'connecting' && nowMs - status.sinceMs >= rules.stallAfterMs)
    return { tag: 'stalled', sinceMs: status.sinceMs }
  const settled = status.tag === 'catching-up' && nowMs - status.movedAtMs >= rules.settleMs
  return settled && subscription.tag === 'open' && subscription.attempt === 0
    ? { tag: 'live', sinceMs: nowMs }
    : status
}
