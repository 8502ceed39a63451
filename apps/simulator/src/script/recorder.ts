import type { Clock, EventPayloads, EventType, Fixture, Point, Score, Side } from '@touchline/contracts'
import type { Cast } from './cast.ts'
import type { Random } from './random.ts'
import type { Moment, ScriptedEvent, Waypoint } from './scripted-event.ts'

/** The match while it is being written: whose ball, where, when, and what was recorded so far. */
export interface Recorder {
  readonly matchId: string
  readonly random: Random
  readonly cast: Cast
  readonly events: ScriptedEvent[]
  readonly moments: Moment[]
  readonly waypoints: Waypoint[]
  readonly score: { home: number; away: number }
  /** Of a full half; stoppages of a shortened match are shorter too. */
  readonly halfShare: number
  side: Side
  ball: Point
  /** Seconds since the script's start at which the period began. */
  periodStartsAt: number
  period: 0 | 1 | 2
  seconds: number
}

export interface RecorderOptions {
  readonly halfSeconds: number
  readonly matchId: string
  readonly random: Random
  readonly cast: Cast
}

export function createRecorder({ matchId, random, cast, halfSeconds }: RecorderOptions): Recorder {
  return {
    matchId,
    random,
    cast,
    events: [],
    moments: [],
    waypoints: [],
    score: { home: 0, away: 0 },
    halfShare: Math.min(1, halfSeconds / 2_700),
    side: 'home',
    ball: { x: 0.5, y: 0.5 },
    periodStartsAt: 0,
    period: 0,
    seconds: 0,
  }
}

export const hundredth = (value: number): number => Math.round(value * 100) / 100
const thousandth = (value: number): number => Math.round(value * 1_000) / 1_000
export const roundPoint = ({ x, y }: Point): Point => ({ x: thousandth(x), y: thousandth(y) })

export const clockOf = ({ period, seconds }: Recorder): Clock => ({ period, seconds: hundredth(seconds) })
export const atSecondsOf = ({ periodStartsAt, seconds }: Recorder): number =>
  hundredth(periodStartsAt + seconds)
export const scoreOf = ({ score }: Recorder): Score => ({ ...score })

export const fixtureOf = ({ home, away, competition, venue }: Cast): Fixture => ({
  home: home.club,
  away: away.club,
  competition,
  venue,
})

/** Records a broadcast event at the match's present second. */
export function emit<K extends EventType>(match: Recorder, type: K, payload: EventPayloads[K]): void {
  const { matchId, events, period } = match
  events.push({
    source: 'broadcast',
    atSeconds: atSecondsOf(match),
    draft: {
      matchId,
      sourceEventId: `${matchId}:b${events.length + 1}`,
      type,
      ...(period > 0 && { clock: clockOf(match) }),
      ...((type === 'match-scheduled' || type === 'period-started') && { fixture: fixtureOf(match.cast) }),
      payload,
    },
  })
}

/** How long play rests, in seconds. */
export const stoppage = ({ random, halfShare }: Recorder, from: number, to: number): number =>
  random.between(from, to) * halfShare

/** Lets time pass while the ball goes to a point. */
export function advance(match: Recorder, seconds: number, to: Point = match.ball): void {
  match.seconds += seconds
  match.ball = to
  match.waypoints.push({ atSeconds: atSecondsOf(match), clock: clockOf(match), ...to })
}
