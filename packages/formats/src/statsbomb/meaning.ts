import type { EventPayloads, Side } from '@touchline/contracts'
import { ElementFault } from '../document-fault.ts'
import type { Meaning } from '../parsed.ts'
import { toMatchPitch } from '../pitch.ts'
import type { StatsBombAction } from './action.ts'

/** What an event is read with. */
export interface StatsBombContext {
  readonly sideOf: (action: StatsBombAction) => Side
  /** Another event of the document. */
  readonly actionOf: (id: string) => StatsBombAction | undefined
  /** The end of a period that is also the end of the match. */
  readonly matchEndId: string | undefined
}

type Reader = (action: StatsBombAction, context: StatsBombContext) => Meaning

/** An action's event type and payload; what has no type of its own is passed on under StatsBomb's name. */
export const meaningOf: Reader = (action, context) =>
  (Object.hasOwn(readers, action.type.name) ? readers[action.type.name] : undefined)?.(action, context) ??
  other(action, context)

const other: Reader = (action, context) => ({
  type: 'other-reported',
  payload: { action: action.type.name, ...play(action, context) },
})

function play(action: StatsBombAction, { sideOf }: StatsBombContext) {
  const team = sideOf(action)
  const onPitch = ([x = 0, y = 0]: readonly number[]) =>
    toMatchPitch({ x: x / 120, y: y / 80 }, team, action.period)
  const { player, location, pass, carry, shot } = action
  const end = pass?.end_location ?? carry?.end_location ?? shot?.end_location
  return {
    team,
    ...(player && { player: player.name }),
    ...(pass?.recipient && { receiver: pass.recipient.name }),
    ...(location && { start: onPitch(location) }),
    ...(end && { end: onPitch(end) }),
  }
}

const plain =
  (type: 'ball-carried' | 'ball-recovered' | 'ball-lost' | 'challenge-contested' | 'foul-suffered'): Reader =>
  (action, context) => ({ type, payload: play(action, context) })

const setPieces: Readonly<Record<string, EventPayloads['set-piece-taken']['kind']>> = {
  Corner: 'corner',
  'Free Kick': 'free-kick',
  'Throw-in': 'throw-in',
  'Goal Kick': 'goal-kick',
  'Kick Off': 'kick-off',
}

const pass: Reader = (action, context) => {
  const { cross, outcome, type } = action.pass ?? {}
  const detail = [...(cross ? ['cross'] : []), ...(outcome ? [outcome.name.toLowerCase()] : [])].join(', ')
  const payload = { ...play(action, context), ...(detail !== '' && { detail: detail.slice(0, 120) }) }
  const kind = type && Object.hasOwn(setPieces, type.name) ? setPieces[type.name] : undefined
  return kind === undefined
    ? { type: 'pass-made', payload }
    : { type: 'set-piece-taken', payload: { ...payload, kind } }
}

const outcomes: Readonly<Record<string, EventPayloads['shot-taken']['outcome']>> = {
  Saved: 'saved',
  'Saved to Post': 'saved',
  'Saved Off Target': 'saved',
  'Saved Off T': 'saved',
  Blocked: 'blocked',
  Post: 'woodwork',
}
const goalKinds: Readonly<Record<string, EventPayloads['goal-scored']['kind']>> = {
  Penalty: 'penalty',
  'Free Kick': 'free-kick',
  'Open Play': 'open-play',
}

const shot: Reader = (action, context) => {
  const { outcome, type, body_part, key_pass_id } = action.shot ?? {}
  if (!outcome) throw new ElementFault('its outcome is missing', 'shot')
  const payload = { ...play(action, context), ...(body_part && { detail: body_part.name.toLowerCase() }) }
  if (outcome.name !== 'Goal')
    return { type: 'shot-taken', payload: { ...payload, outcome: shotOutcome(outcome.name) } }
  const kind = type && Object.hasOwn(goalKinds, type.name) ? goalKinds[type.name] : undefined
  const assist = key_pass_id === undefined ? undefined : context.actionOf(key_pass_id)?.player
  return {
    type: 'goal-scored',
    payload: {
      ...payload,
      ...(kind !== undefined && { kind }),
      ...(assist && { assist: assist.name }),
    },
  }
}

const shotOutcome = (name: string) =>
  (Object.hasOwn(outcomes, name) ? outcomes[name] : undefined) ?? 'off-target'

/** An own goal has two events: this one, of the team that it counts for, and "Own Goal Against" of the other. */
const ownGoalFor: Reader = (action, context) => {
  const against = action.related_events
    ?.map(context.actionOf)
    .find(related => related?.type.name === 'Own Goal Against')
  const player = against?.player ?? action.player
  return {
    type: 'goal-scored',
    payload: { ...play(action, context), ...(player && { player: player.name }), kind: 'own-goal' },
  }
}

const cards: readonly [pattern: RegExp, card: EventPayloads['card-shown']['card']][] = [
  [/second yellow/i, 'second-yellow'],
  [/red/i, 'red'],
  [/yellow/i, 'yellow'],
]

const offence: Reader = (action, context) => {
  const name = (action.foul_committed ?? action.bad_behaviour)?.card?.name
  if (name === undefined) return other(action, context)
  const card = cards.find(([pattern]) => pattern.test(name))?.[1]
  if (card === undefined) throw new ElementFault('is a card of no known colour', 'card.name')
  return {
    type: 'card-shown',
    payload: { ...play(action, context), detail: action.type.name.toLowerCase(), card },
  }
}

const substitution: Reader = (action, context) => {
  const { player, substitution: change } = action
  if (!player || !change) throw new ElementFault('must name a player and his replacement')
  const team = context.sideOf(action)
  return {
    type: 'substitution-made',
    payload: { team, playerIn: change.replacement.name, playerOut: player.name },
  }
}

const injury: Reader = (action, context) => {
  const { team, player } = { player: undefined, ...play(action, context) }
  return { type: 'injury-reported', payload: { team, ...(player !== undefined && { player }) } }
}

/** Each team has its own mark of a period; that of home is taken for the match's. */
const halfStart: Reader = (action, context) =>
  context.sideOf(action) === 'home' ? { type: 'period-started', payload: {} } : other(action, context)

const halfEnd: Reader = (action, context) => {
  if (context.sideOf(action) !== 'home') return other(action, context)
  return { type: action.id === context.matchEndId ? 'match-ended' : 'period-ended', payload: {} }
}

const readers: Readonly<Record<string, Reader>> = {
  Pass: pass,
  Carry: plain('ball-carried'),
  'Ball Recovery': plain('ball-recovered'),
  Interception: plain('ball-recovered'),
  Dispossessed: plain('ball-lost'),
  Miscontrol: plain('ball-lost'),
  Duel: plain('challenge-contested'),
  '50/50': plain('challenge-contested'),
  Dribble: plain('challenge-contested'),
  'Foul Won': plain('foul-suffered'),
  Shot: shot,
  'Own Goal For': ownGoalFor,
  'Foul Committed': offence,
  'Bad Behaviour': offence,
  Substitution: substitution,
  'Injury Stoppage': injury,
  'Half Start': halfStart,
  'Half End': halfEnd,
}
