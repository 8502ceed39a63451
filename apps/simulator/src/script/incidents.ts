import type { Side } from '@touchline/contracts'
import { other, outfielder } from './cast.ts'
import { comment } from './commentary.ts'
import { direction, foul, freeKick, pass } from './open-play.ts'
import type { Card, GoalKind, Incident } from './plan.ts'
import {
  advance,
  atSecondsOf,
  clockOf,
  emit,
  type Recorder,
  roundPoint,
  scoreOf,
  stoppage,
} from './recorder.ts'

/** Plays a planned incident, with what leads up to it and what follows from it. */
export function playIncident(match: Recorder, incident: Incident): void {
  match.side = incident.side
  if (incident.kind === 'goal') score(match, incident.how)
  else if (incident.kind === 'card') book(match, incident.card)
  else if (incident.kind === 'substitution') substitute(match)
  else injure(match)
}

function score(match: Recorder, how: GoalKind): void {
  const { random } = match
  const side = match.side
  prepare(match, how)
  const scorer = outfielder(random, match.cast[how === 'own-goal' ? other(side) : side])
  const assist = random.pick(match.cast[side].playing.filter(name => name !== scorer))
  const mouth = roundPoint({ x: direction(match) > 0 ? 1 : 0, y: random.between(0.46, 0.54) })
  match.score[side] += 1
  emit(match, 'goal-scored', {
    team: side,
    player: scorer,
    kind: how,
    ...(how === 'open-play' && random.chance(0.7) && { assist }),
    start: match.ball,
    end: mouth,
  })
  match.moments.push({
    kind: how === 'own-goal' ? 'own-goal' : 'goal',
    atSeconds: atSecondsOf(match),
    clock: clockOf(match),
    side,
    player: scorer,
    score: scoreOf(match),
  })
  comment(match, how === 'open-play' ? 'goal' : how, { player: scorer })
  advance(match, stoppage(match, 30, 50), { x: 0.5, y: 0.5 })
  match.side = other(side)
  kickOff(match)
}

/** Brings the ball to where the goal is scored from. */
function prepare(match: Recorder, how: GoalKind): void {
  if (how === 'penalty') placeDeadBall(match, 'penalty', 0.105)
  else if (how === 'free-kick') placeDeadBall(match, 'free-kick', 0.22)
  else buildUp(match)
}

const fromGoal = (match: Recorder, depth: number) => (direction(match) > 0 ? 1 - depth : depth)

function placeDeadBall(match: Recorder, kind: 'penalty' | 'free-kick', depth: number): void {
  const { random, side, cast } = match
  match.ball = roundPoint({ x: fromGoal(match, depth), y: random.between(0.4, 0.6) })
  foul(match)
  const y = kind === 'penalty' ? 0.5 : match.ball.y
  advance(match, stoppage(match, 20, 40), roundPoint({ x: fromGoal(match, depth), y }))
  emit(match, 'set-piece-taken', {
    team: side,
    player: outfielder(random, cast[side]),
    kind,
    start: match.ball,
  })
  advance(match, 1)
}

function buildUp(match: Recorder): void {
  const { random } = match
  const moves = random.integer(2, 3)
  for (let i = 0; i < moves; i++) pass(match)
  const x = fromGoal(match, random.between(0.05, 0.2))
  advance(match, random.between(1, 2), roundPoint({ x, y: random.between(0.35, 0.65) }))
}

export function kickOff(match: Recorder): void {
  match.ball = { x: 0.5, y: 0.5 }
  const player = outfielder(match.random, match.cast[match.side])
  emit(match, 'set-piece-taken', { team: match.side, player, kind: 'kick-off', start: match.ball })
  advance(match, 1)
}

function book(match: Recorder, wanted: Card): void {
  const { side } = match
  const squad = match.cast[side]
  const { player, card } = offender(match, side, wanted)
  match.side = other(side)
  foul(match)
  emit(match, 'card-shown', { team: side, player, card })
  match.moments.push({
    kind: 'card',
    atSeconds: atSecondsOf(match),
    clock: clockOf(match),
    side,
    player,
    card,
  })
  match.side = side
  comment(match, card, { player })
  if (card === 'yellow') squad.booked.add(player)
  else squad.playing.splice(squad.playing.indexOf(player), 1)
  match.side = other(side)
  advance(match, stoppage(match, 15, 30))
  freeKick(match)
}

/** A second yellow needs someone booked; where nobody is, it is the first for someone. */
function offender({ random, cast }: Recorder, side: Side, wanted: Card): { player: string; card: Card } {
  const { playing, booked } = cast[side]
  const onPitch = playing.slice(1)
  const warned = onPitch.filter(name => booked.has(name))
  if (wanted === 'second-yellow' && warned.length > 0) return { player: random.pick(warned), card: wanted }
  const clean = onPitch.filter(name => !booked.has(name))
  return { player: random.pick(clean), card: wanted === 'red' ? 'red' : 'yellow' }
}

function substitute(match: Recorder): void {
  const { random, side } = match
  const squad = match.cast[side]
  const playerOut = outfielder(random, squad)
  const playerIn = squad.bench.shift()
  if (playerIn === undefined) return
  squad.playing[squad.playing.indexOf(playerOut)] = playerIn
  emit(match, 'substitution-made', { team: side, playerIn, playerOut })
  comment(match, 'substitution', { player: playerIn, other: playerOut })
  advance(match, stoppage(match, 15, 30))
}

function injure(match: Recorder): void {
  const player = outfielder(match.random, match.cast[match.side])
  const detail = match.random.pick(['hamstring', 'ankle', 'knock to the head', 'cramp'])
  emit(match, 'injury-reported', { team: match.side, player, detail })
  comment(match, 'injury', { player })
  advance(match, stoppage(match, 40, 90))
}
