import type { Point } from '@touchline/contracts'
import { other, outfielder } from './cast.ts'
import { comment } from './commentary.ts'
import { advance, emit, type Recorder, roundPoint } from './recorder.ts'

/** +1 when the side in possession plays towards x = 1. The sides change ends at half time. */
export const direction = ({ side, period }: Recorder): 1 | -1 =>
  (side === 'home') === (period === 1) ? 1 : -1

const clamp = (value: number) => Math.min(0.99, Math.max(0.01, value))
/** How far the ball is on its way to the goal, 0 to 1. */
const progress = (match: Recorder): number => (direction(match) > 0 ? match.ball.x : 1 - match.ball.x)

export function moved(match: Recorder, forward: number, across: number): Point {
  const { x, y } = match.ball
  return roundPoint({ x: clamp(x + direction(match) * forward), y: clamp(y + across) })
}

const holder = (match: Recorder) => ({
  team: match.side,
  player: outfielder(match.random, match.cast[match.side]),
})

/** One thing that happens in open play, a second to five of it. Shots here never score: goals are planned. */
export function playOn(match: Recorder): void {
  const { random } = match
  const roll = random.next()
  const act = acts.find(({ below }) => roll < below)?.act ?? pass
  if (progress(match) > 0.8 && random.chance(0.08)) shoot(match)
  else act(match)
  if (random.chance(0.02)) comment(match, 'colour', { player: holder(match).player })
}

export function pass(match: Recorder): void {
  const { random, cast, side, ball } = match
  const { player } = holder(match)
  const receiver = random.pick(cast[side].playing.filter(name => name !== player))
  const end = moved(match, random.between(-0.1, 0.2), random.between(-0.3, 0.3))
  emit(match, 'pass-made', { team: side, player, receiver, start: ball, end })
  advance(match, random.between(1.2, 4.5), end)
}

function carry(match: Recorder): void {
  const end = moved(match, match.random.between(0, 0.12), match.random.between(-0.08, 0.08))
  emit(match, 'ball-carried', { ...holder(match), start: match.ball, end })
  advance(match, match.random.between(1, 4), end)
}

function loseBall(match: Recorder): void {
  const { random, ball } = match
  const detail = random.pick(['interception', 'theft', 'cross, interception'])
  emit(match, 'ball-lost', { ...holder(match), detail, start: ball })
  advance(match, random.between(0.3, 1.5), moved(match, random.between(0, 0.15), random.between(-0.1, 0.1)))
  match.side = other(match.side)
  emit(match, 'ball-recovered', { ...holder(match), detail, start: match.ball })
  advance(match, random.between(0.5, 2))
}

function challenge(match: Recorder): void {
  const detail = match.random.pick(['aerial, won', 'ground, won', 'tackle, won'])
  emit(match, 'challenge-contested', { ...holder(match), detail, start: match.ball })
  advance(match, match.random.between(0.5, 2))
}

function kickOut(match: Recorder): void {
  const { random } = match
  const behind = progress(match) > 0.85
  const end = behind
    ? { x: direction(match) > 0 ? 1.02 : -0.02, y: match.ball.y }
    : { x: match.ball.x, y: match.ball.y > 0.5 ? 1.02 : -0.02 }
  emit(match, 'ball-out', { ...holder(match), start: match.ball, end: roundPoint(end) })
  advance(match, random.between(4, 12), roundPoint({ x: clamp(end.x), y: clamp(end.y) }))
  const corner = behind && random.chance(0.4)
  if (!corner) match.side = other(match.side)
  const kind = corner ? 'corner' : behind ? 'goal-kick' : 'throw-in'
  emit(match, 'set-piece-taken', { ...holder(match), kind, start: match.ball })
  advance(match, random.between(1, 3))
}

export function foul(match: Recorder): void {
  emit(match, 'foul-suffered', { ...holder(match), start: match.ball })
  advance(match, match.random.between(8, 20))
}

export function freeKick(match: Recorder): void {
  emit(match, 'set-piece-taken', { ...holder(match), kind: 'free-kick', start: match.ball })
  advance(match, match.random.between(1, 3))
}

const shotOutcomes = [
  ...Array<'saved'>(7).fill('saved'),
  ...Array<'off-target'>(8).fill('off-target'),
  ...Array<'blocked'>(4).fill('blocked'),
  'woodwork' as const,
]

function shoot(match: Recorder): void {
  const { random } = match
  const { player } = holder(match)
  const outcome = random.pick(shotOutcomes)
  const end = { x: direction(match) > 0 ? 0.99 : 0.01, y: random.between(0.4, 0.6) }
  emit(match, 'shot-taken', { team: match.side, player, outcome, start: match.ball, end: roundPoint(end) })
  comment(match, outcome, { player })
  advance(match, random.between(5, 15), roundPoint(end))
  match.side = other(match.side)
}

const acts: readonly { below: number; act: (match: Recorder) => void }[] = [
  { below: 0.12, act: loseBall },
  { below: 0.2, act: challenge },
  { below: 0.38, act: carry },
  { below: 0.41, act: kickOut },
  {
    below: 0.425,
    act: match => {
      foul(match)
      freeKick(match)
    },
  },
]
