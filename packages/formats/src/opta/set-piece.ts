import type { EventPayloads } from '@touchline/contracts'
import type { OptaAction } from './action.ts'
import { qualifiers } from './codes.ts'

const kinds = [
  [qualifiers.cornerTaken, 'corner'],
  [qualifiers.freeKickTaken, 'free-kick'],
  [qualifiers.throwIn, 'throw-in'],
  [qualifiers.goalKick, 'goal-kick'],
  [qualifiers.kickOff, 'kick-off'],
] as const

/** Opta tells a set piece as a pass with a qualifier. */
export const setPieceOf = ({
  qualifiers: has,
}: OptaAction): EventPayloads['set-piece-taken']['kind'] | undefined => kinds.find(([id]) => has.has(id))?.[1]
