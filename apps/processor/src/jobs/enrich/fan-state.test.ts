import type { MatchSnapshot } from '@touchline/contracts'
import { applyEvent, emptySnapshot } from '@touchline/sdk/snapshot'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generatedFeed, inBatches } from '../../testing/generated-feed.ts'
import { type PlannedEvent, plannedFeed } from '../../testing/planned-feed.ts'

function stateIn(snapshot: MatchSnapshot) {
  const { matchId: _id, epoch: _epoch, lastSeq: _seq, updatedAt: _at, ...state } = snapshot
  return state
}

/** Folds as a fan's page does, from a snapshot on, and compares after every event. */
function follow(snapshot: MatchSnapshot, feed: readonly PlannedEvent[]): void {
  let shown = snapshot
  for (const { event, state } of feed) {
    shown = applyEvent(shown, event)
    expect(stateIn(shown)).toEqual(state)
    expect(shown).toMatchObject({ lastSeq: event.seq, updatedAt: event.storedAt })
  }
}

it('shows fans the state of the server after every event: a law over 4,000 generated matches', async () => {
  const property = fc.asyncProperty(generatedFeed, async ([events, sizes]) => {
    follow(emptySnapshot('m1'), await plannedFeed(inBatches(events, sizes)))
  })
  await fc.assert(property, { numRuns: 4_000 })
}, 120_000)

it('does so for whoever joins in the middle with a snapshot', async () => {
  const property = fc.asyncProperty(generatedFeed, fc.nat(), async ([events, sizes], place) => {
    const feed = await plannedFeed(inBatches(events, sizes))
    const joined = feed[place % feed.length]
    if (!joined) return
    const { event, state } = joined
    const snapshot = { ...emptySnapshot('m1'), ...state, lastSeq: event.seq }
    follow(snapshot, feed.slice(event.seq))
  })
  await fc.assert(property, { numRuns: 1_000 })
}, 60_000)
