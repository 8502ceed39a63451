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
  const { penaltyKicks, ...others } = state
  // Many facts after a long shoot-out would each repeat it.
  return penaltyKicks && isSameKicks(penaltyKicks, before.penaltyKicks)
    ? { ...others, keepsKicks: true }
    : state
}

type Kicks = NonNullable<MatchState['penaltyKicks']>

function isSameKicks(a: Kicks, b: Kicks | undefined): boolean {
  if (a === b || a.length !== b?.length) return a === b
  return a.every(({ team, scored, player }, index) => {
    const other = b[index]
    return other?.team === team && other.scored === scored && other.player === player
  })
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
