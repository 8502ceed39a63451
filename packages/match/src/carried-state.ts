import type { CarriedState, Fixture, MatchEvent, MatchState } from '@touchline/contracts'
import { plainlyAfter } from '@touchline/contracts/wire'
import { type Change, isFactual } from './fold.ts'

export interface StateChange {
  readonly before: MatchState
  readonly after: MatchState
  readonly change: Change
}

/**
 * What an event carries of the state that it led to: all but the score, which stands in each event. Nothing where the
 * state before tells it by `plainlyAfter`. A fact, or a revision of one, carries it always.
 */
export function carriedState(
  { before, after, change }: StateChange,
  event: Pick<MatchEvent, 'source' | 'type' | 'occurredAt' | 'clock' | 'isClockDerived'>,
): CarriedState | undefined {
  if (!isFactual(change) && isPlain(before, after, event)) return undefined
  const { score: _, ...state } = after
  return state
}

/** Events that are no facts leave the tallies themselves as they are, so that they need no comparing. */
function isPlain(before: MatchState, after: MatchState, event: Parameters<typeof plainlyAfter>[1]): boolean {
  const { status, clock, clockAt } = plainlyAfter(before, event)
  return (
    after.status === status &&
    after.clockAt === clockAt &&
    after.clock.period === clock.period &&
    after.clock.seconds === clock.seconds &&
    isSameFixture(after.fixture, before.fixture) &&
    after.shots === before.shots &&
    after.yellowCards === before.yellowCards &&
    after.redCards === before.redCards &&
    after.penaltyKicks === before.penaltyKicks &&
    after.penalties === before.penalties &&
    after.scoreAsOf === before.scoreAsOf
  )
}

function isSameFixture(a: MatchState['fixture'], b: MatchState['fixture']): boolean {
  if (a === b || !a || !b) return a === b
  return fixtureKeys.every(key => a[key] === b[key])
}

const fixtureKeys = ['home', 'away', 'competition', 'venue', 'kickoffAt'] as const satisfies (keyof Fixture)[]
