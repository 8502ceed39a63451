import type { EventPayloads, Side } from '@touchline/contracts'
import { ElementFault } from '../document-fault.ts'
import type { Meaning } from '../parsed.ts'
import { isAction, isGameEnd, type OptaAction } from './action.ts'
import { actionName, qualifiers, types } from './codes.ts'
import { locationOf } from './location.ts'
import { type OptaMatch, otherSide, playerOf, sideOf } from './opta-match.ts'
import { afterMatch } from './period.ts'
import { setPieceOf } from './set-piece.ts'

type Reader = (action: OptaAction, match: OptaMatch, side: Side) => Meaning

/** An action's event type and payload; what has no type of its own is passed on under Opta's name. */
export function meaningOf(action: OptaAction, match: OptaMatch): Meaning {
  const side = sideOf(match, action.teamId)
  const read = readers[action.typeId]
  if (!read) return other(action, match, side)
  if (side === undefined) throw new ElementFault('its team is missing')
  return read(action, match, side)
}

function other(
  action: OptaAction,
  match: OptaMatch,
  side: Side | undefined,
  name = actionName(action.typeId),
): Meaning {
  const payload = side === undefined ? {} : play(action, match, side)
  return { type: 'other-reported', payload: { action: name, ...payload } }
}

function play(action: OptaAction, match: OptaMatch, side: Side) {
  const player = playerOf(match, action)
  const detail = detailOf(action)
  return {
    team: side,
    ...(player !== undefined && { player }),
    ...(detail !== '' && { detail }),
    ...locationOf(action, side),
  }
}

const details = [
  [qualifiers.headed, 'head'],
  [qualifiers.rightFoot, 'right foot'],
  [qualifiers.leftFoot, 'left foot'],
  [qualifiers.longBall, 'long ball'],
  [qualifiers.cross, 'cross'],
  [qualifiers.headPass, 'head'],
  [qualifiers.throughBall, 'through ball'],
] as const
/** Those whose outcome says that they did not come off. */
const withOutcome: ReadonlySet<number> = new Set([
  types.pass,
  types.takeOn,
  types.tackle,
  types.aerial,
  types.challenge,
])

function detailOf({ typeId, outcome, qualifiers: has }: OptaAction): string {
  const found = details.filter(([id]) => has.has(id)).map(([, words]) => words)
  return [...new Set(found), ...(withOutcome.has(typeId) && outcome === 0 ? ['unsuccessful'] : [])].join(', ')
}

const plain =
  (
    type: 'pass-made' | 'ball-recovered' | 'ball-lost' | 'ball-out' | 'challenge-contested' | 'foul-suffered',
  ): Reader =>
  (action, match, side) => ({ type, payload: play(action, match, side) })

/** Both teams have an event of a foul or a ball out; one of them says what our type says. */
const withOutcomeOf =
  (outcome: number, read: Reader): Reader =>
  (action, match, side) =>
    action.outcome === outcome ? read(action, match, side) : other(action, match, side)

const pass: Reader = (action, match, side) => {
  const kind = setPieceOf(action)
  const payload = play(action, match, side)
  return kind === undefined
    ? { type: 'pass-made', payload }
    : { type: 'set-piece-taken', payload: { ...payload, kind } }
}

const shot =
  (outcome: EventPayloads['shot-taken']['outcome']): Reader =>
  (action, match, side) => ({
    type: 'shot-taken',
    payload: {
      ...play(action, match, side),
      outcome: action.qualifiers.has(qualifiers.blocked) ? 'blocked' : outcome,
    },
  })

const goal: Reader = (action, match, side) => {
  const { qualifiers: has } = action
  if (action.outcome === 0 || has.has(qualifiers.goalDisallowed))
    return other(action, match, side, 'Goal Disallowed')
  const kind = goalKind(action)
  const assist = assistOf(action, match)
  return {
    type: 'goal-scored',
    payload: {
      ...play(action, match, side),
      // Opta gives an own goal to the team of the player who scored it.
      team: kind === 'own-goal' ? otherSide(side) : side,
      ...(kind !== undefined && { kind }),
      ...(assist !== undefined && { assist }),
    },
  }
}

function goalKind({ qualifiers: has }: OptaAction): EventPayloads['goal-scored']['kind'] {
  if (has.has(qualifiers.ownGoal)) return 'own-goal'
  if (has.has(qualifiers.penalty)) return 'penalty'
  if (has.has(qualifiers.fromFreeKick) || has.has(qualifiers.directFreeKick)) return 'free-kick'
  return has.has(qualifiers.regularPlay) || has.has(qualifiers.fastBreak) ? 'open-play' : undefined
}

function assistOf(action: OptaAction, match: OptaMatch): string | undefined {
  const pass = match.related(action)
  return pass && isAction(pass) && pass.typeId === types.pass ? playerOf(match, pass) : undefined
}

const card: Reader = (action, match, side) => {
  const { qualifiers: has } = action
  const shown = cardOf(action)
  if (shown === undefined) return other(action, match, side)
  if (has.has(qualifiers.rescinded) || match.isRescinded(action))
    return other(action, match, side, 'Rescinded Card')
  const payload = play(action, match, side)
  // A card without a player is shown to somebody of the team's staff.
  return {
    type: 'card-shown',
    payload: { ...payload, ...(payload.player === undefined && { detail: 'team official' }), card: shown },
  }
}

function cardOf({ qualifiers: has }: OptaAction): EventPayloads['card-shown']['card'] | undefined {
  if (has.has(qualifiers.secondYellowCard)) return 'second-yellow'
  if (has.has(qualifiers.redCard)) return 'red'
  return has.has(qualifiers.yellowCard) ? 'yellow' : undefined
}

/** The pair of a substitution stands under the id of the one who goes off. */
const playerOff: Reader = (action, match, side) => {
  const on = match.related(action)
  const playerOut = playerOf(match, action)
  const playerIn = on && isAction(on) && on.typeId === types.playerOn ? playerOf(match, on) : undefined
  if (playerIn === undefined || playerOut === undefined) return other(action, match, side)
  return { type: 'substitution-made', payload: { team: side, playerIn, playerOut } }
}

const startDelay: Reader = (action, match, side) => {
  const { qualifiers: has } = action
  if (!has.has(qualifiers.injury)) return other(action, match, side)
  const injured = match.nameOf(has.get(qualifiers.injuredPlayer) ?? '')
  return {
    type: 'injury-reported',
    payload: { team: side, ...(injured !== undefined && { player: injured }) },
  }
}

/** Each team has its own mark of a period; that of home is taken for the match's. */
const start: Reader = (action, match, side) =>
  side === 'home' && action.periodId <= 5
    ? { type: 'period-started', payload: {} }
    : other(action, match, side)

const end: Reader = (action, match, side) => {
  const isMatchEnd = isGameEnd(action) || (action.periodId === afterMatch && !match.hasGameEnd())
  if (side !== 'home' || (action.periodId > 5 && !isMatchEnd)) return other(action, match, side)
  return { type: isMatchEnd ? 'match-ended' : 'period-ended', payload: {} }
}

const readers: Readonly<Record<number, Reader>> = {
  [types.pass]: pass,
  [types.takeOn]: plain('challenge-contested'),
  [types.foul]: withOutcomeOf(1, plain('foul-suffered')),
  [types.out]: withOutcomeOf(0, plain('ball-out')),
  [types.tackle]: plain('challenge-contested'),
  [types.interception]: plain('ball-recovered'),
  [types.turnover]: plain('ball-lost'),
  [types.miss]: shot('off-target'),
  [types.post]: shot('woodwork'),
  [types.attemptSaved]: shot('saved'),
  [types.goal]: goal,
  [types.card]: card,
  [types.playerOff]: playerOff,
  [types.startDelay]: startDelay,
  [types.end]: end,
  [types.start]: start,
  [types.aerial]: plain('challenge-contested'),
  [types.challenge]: plain('challenge-contested'),
  [types.ballRecovery]: plain('ball-recovered'),
  [types.dispossessed]: plain('ball-lost'),
  [types.fiftyFifty]: plain('challenge-contested'),
}
