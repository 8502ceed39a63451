import type { FeedGap, FeedSkip, Frame } from '@touchline/contracts'
import { defaultRules, type FeedInput, type FeedState, initialFeedState } from '../feed-state.ts'
import { emptySnapshot } from '../match-snapshot.ts'

/** A frame on the subscription that the feed wants. */
export const live = (state: FeedState, frame: Frame, nowMs = 0): FeedInput => ({
  tag: 'frame',
  generation: state.subscription.generation,
  frame,
  nowMs,
})
export const skip = (afterSeq: number, seq: number, epoch = 1): FeedSkip => ({
  type: 'feed-skipped',
  matchId: 'm',
  epoch,
  afterSeq,
  seq,
  low: seq - afterSeq,
  replaced: 0,
})
export const gap = (afterSeq: number, seq: number, epoch = 1): FeedGap => ({
  type: 'feed-gap',
  matchId: 'm',
  epoch,
  afterSeq,
  seq,
  reason: 'slow',
  snapshot: { ...emptySnapshot('m'), epoch, lastSeq: seq },
})
export const fromStart = (): FeedState => initialFeedState({ ...defaultRules, from: 'start' }, undefined, 0)
