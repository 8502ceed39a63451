import type { Fixture, Source } from '@touchline/contracts'
import { castMatch } from './cast.ts'
import { comment } from './commentary.ts'
import { kickOff, playIncident } from './incidents.ts'
import { playOn } from './open-play.ts'
import type { MatchOptions } from './options.ts'
import { type Incident, planIncidents } from './plan.ts'
import { scriptPosts } from './posts.ts'
import { createRandom } from './random.ts'
import {
  atSecondsOf,
  clockOf,
  createRecorder,
  emit,
  fixtureOf,
  hundredth,
  type Recorder,
  scoreOf,
} from './recorder.ts'
import type { ScriptedEvent } from './scripted-event.ts'
import { scriptSensors } from './sensors.ts'

export interface MatchScript {
  readonly matchId: string
  readonly fixture: Fixture
  /** Match time from the script's start to kick-off, and to the last event of any source. */
  readonly kickoffSeconds: number
  readonly lastSeconds: number
  /** In the order in which they happen, each source by itself. */
  readonly events: Readonly<Record<Source, readonly ScriptedEvent[]>>
}

const kickoffSeconds = 20

/** A whole match, written from its seed alone: the same seed and options give the same match under any id. */
export function writeMatch(matchId: string, seed: string, options: MatchOptions): MatchScript {
  const random = createRandom(seed)
  const cast = castMatch(random.fork('cast'))
  const match = createRecorder({
    matchId,
    random: random.fork('play'),
    cast,
    halfSeconds: options.halfSeconds,
  })
  const plan = planIncidents(random.fork('plan'), options)
  playMatch(match, plan, options)
  const { moments, waypoints, events } = match
  const sensor = scriptSensors({
    matchId,
    random: random.fork('sensors'),
    cast,
    moments,
    waypoints,
    ballEverySeconds: options.ballEverySeconds,
  })
  const social = scriptPosts({ matchId, random: random.fork('posts'), cast, moments })
  const lastSeconds = Math.max(...[events, sensor, social].map(all => all.at(-1)?.atSeconds ?? 0))
  return {
    matchId,
    fixture: fixtureOf(cast),
    kickoffSeconds,
    lastSeconds,
    events: { broadcast: events, sensor, social },
  }
}

function playMatch(
  match: Recorder,
  plan: readonly Incident[],
  { halfSeconds, breakSeconds }: MatchOptions,
): void {
  emit(match, 'match-scheduled', fixtureOf(match.cast))
  match.seconds = 5
  comment(match, 'scheduled')
  match.periodStartsAt = kickoffSeconds
  for (const period of [1, 2] as const) {
    match.period = period
    match.seconds = 0
    match.side = period === 1 ? 'home' : 'away'
    emit(match, 'period-started', {})
    comment(match, period === 1 ? 'kick-off' : 'restart')
    kickOff(match)
    playHalf(
      match,
      plan.filter(incident => incident.period === period),
      halfSeconds,
    )
    emit(match, 'period-ended', {})
    comment(match, period === 1 ? 'half-time' : 'full-time')
    if (period === 1) match.periodStartsAt = hundredth(atSecondsOf(match) + breakSeconds)
  }
  emit(match, 'match-ended', {})
  match.moments.push({
    kind: 'full-time',
    atSeconds: atSecondsOf(match),
    clock: clockOf(match),
    score: scoreOf(match),
  })
}

/** Open play, interrupted by each incident when its time has come; the half lasts until all are played. */
function playHalf(match: Recorder, plan: readonly Incident[], halfSeconds: number): void {
  for (const incident of plan) {
    while (match.seconds < incident.seconds) playOn(match)
    playIncident(match, incident)
  }
  while (match.seconds < halfSeconds) playOn(match)
}
