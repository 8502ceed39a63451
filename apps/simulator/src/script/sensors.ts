import type { Clock, EventPayloads, EventType } from '@touchline/contracts'
import type { Cast } from './cast.ts'
import type { Random } from './random.ts'
import { hundredth, roundPoint } from './recorder.ts'
import type { Moment, ScriptedEvent, Waypoint } from './scripted-event.ts'

export interface SensorOptions {
  readonly matchId: string
  readonly random: Random
  readonly cast: Cast
  readonly waypoints: readonly Waypoint[]
  readonly moments: readonly Moment[]
  readonly ballEverySeconds: number
}

/** A pitch in metres, for speeds. */
const pitch = { length: 105, width: 68 }
const playerEverySamples = 5
const noiseEverySamples = 8

type Reading = Omit<ScriptedEvent, 'source' | 'draft'> & { clock: Clock; type: EventType; payload: object }
const reading = <K extends EventType>(
  at: Pick<Waypoint, 'atSeconds' | 'clock'>,
  type: K,
  payload: EventPayloads[K],
) => ({ ...at, type, payload }) satisfies Reading

/** What a stadium measures of the match: the ball, sometimes a player, the crowd, and the line on a goal. */
export function scriptSensors(options: SensorOptions): ScriptedEvent[] {
  const { matchId, moments } = options
  const goals = moments.filter(moment => 'score' in moment && 'side' in moment)
  const readings: Reading[] = [
    ...sampleBall(options),
    ...goals.map(goal => reading(placeOf(goal), 'goal-line-crossed', { team: goal.side, confidence: 0.99 })),
    ...goals.map(goal => reading(placeOf(goal), 'crowd-noise-measured', { decibels: 108 })),
  ]
  return readings
    .sort((a, b) => a.atSeconds - b.atSeconds)
    .map(({ atSeconds, clock, type, payload }, index) => ({
      source: 'sensor',
      atSeconds,
      draft: { matchId, sourceEventId: `${matchId}:s${index + 1}`, type, clock, payload: { ...payload } },
    }))
}

const placeOf = ({ atSeconds, clock }: Moment) => ({ atSeconds, clock })

function* sampleBall(options: SensorOptions): Generator<Reading> {
  let samples = 0
  for (const place of placesOfBall(options)) {
    yield* sample(place, samples++, options)
  }
}

function* sample(place: Place, number: number, { random, cast }: SensorOptions): Generator<Reading> {
  const { at, point, speedMps } = place
  yield reading(at, 'ball-tracked', { ...point, heightMetres: hundredth(random.between(0, 2)), speedMps })
  if (number % playerEverySamples === 0) yield trackPlayer(place, random, cast)
  if (number % noiseEverySamples === 0)
    yield reading(at, 'crowd-noise-measured', { decibels: hundredth(random.between(72, 92)) })
}

/** Where the ball is at every sample of both halves. */
function* placesOfBall({ waypoints, ballEverySeconds }: SensorOptions): Generator<Place> {
  let nextAt = 0
  let from = waypoints[0]
  for (const to of waypoints.slice(1)) {
    if (from && from.clock.period === to.clock.period) {
      nextAt = Math.max(nextAt, from.atSeconds)
      for (; nextAt < to.atSeconds; nextAt += ballEverySeconds) yield between(from, to, nextAt)
    }
    from = to
  }
}

type Place = ReturnType<typeof between>

function between(from: Waypoint, to: Waypoint, atSeconds: number) {
  const lasts = to.atSeconds - from.atSeconds
  const share = (atSeconds - from.atSeconds) / lasts
  const metres = Math.hypot((to.x - from.x) * pitch.length, (to.y - from.y) * pitch.width)
  return {
    at: {
      atSeconds: hundredth(atSeconds),
      clock: {
        period: from.clock.period,
        seconds: hundredth(from.clock.seconds + atSeconds - from.atSeconds),
      },
    },
    point: roundPoint({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }),
    speedMps: hundredth(Math.min(38, metres / lasts)),
  }
}

function trackPlayer({ at, point }: Place, random: Random, cast: Cast): Reading {
  const team = random.pick(['home', 'away'] as const)
  const near = (value: number) => Math.min(1, Math.max(0, value + random.between(-0.1, 0.1)))
  return reading(at, 'player-tracked', {
    team,
    player: random.pick(cast[team].playing),
    ...roundPoint({ x: near(point.x), y: near(point.y) }),
    speedMps: hundredth(random.between(0, 9)),
  })
}
