import type { MatchEvent, Point, Side } from '@touchline/contracts'

export interface TrackedPlayer extends Point {
  readonly key: string
  readonly name: string
  readonly team: Side
}

/** What the pitch shows: the ball, where it was just before, and the players that sensors see. */
export interface PitchState {
  /** Oldest first; the last one is where the ball is. */
  readonly ball: readonly Point[]
  readonly players: ReadonlyMap<string, TrackedPlayer>
  readonly noiseDecibels: number | undefined
  /** Where a sensor last told of the ball. */
  readonly trackedAtSeq: number
}

const trailLength = 8
const maxPlayers = 40
/** Without a sensor's word for so many events, play-by-play moves the ball again. */
const sensorsGoneAfter = 300

export const emptyPitch: PitchState = {
  ball: [],
  players: new Map(),
  noiseDecibels: undefined,
  trackedAtSeq: 0,
}

export function addToPitch(pitch: PitchState, events: readonly MatchEvent[]): PitchState {
  const trackedAtSeq = events.findLast(event => event.type === 'ball-tracked')?.seq ?? pitch.trackedAtSeq
  const bySensors = trackedAtSeq > 0 && (events.at(-1)?.seq ?? 0) - trackedAtSeq < sensorsGoneAfter
  const ball = events.filter(event => !bySensors || event.type === 'ball-tracked').flatMap(ballIn)
  const seen = events.flatMap(playerIn)
  const noise = events.findLast(event => event.type === 'crowd-noise-measured')
  return {
    trackedAtSeq,
    ball: ball.length === 0 ? pitch.ball : [...pitch.ball, ...ball].slice(-trailLength),
    players: seen.length === 0 ? pitch.players : withPlayers(pitch.players, seen),
    noiseDecibels: noise?.type === 'crowd-noise-measured' ? noise.payload.decibels : pitch.noiseDecibels,
  }
}

/** Sensors say where the ball is; without them, play-by-play says where it went. */
function ballIn(event: MatchEvent): Point[] {
  if (event.type === 'ball-tracked') return [event.payload]
  const { payload } = event
  const ends = ['start' in payload ? payload.start : undefined, 'end' in payload ? payload.end : undefined]
  return ends.filter(end => end !== undefined)
}

function playerIn(event: MatchEvent): TrackedPlayer[] {
  if (event.type !== 'player-tracked') return []
  const { team, player, x, y } = event.payload
  return [{ key: `${team}:${player}`, name: player, team, x, y }]
}

function withPlayers(players: PitchState['players'], seen: readonly TrackedPlayer[]): PitchState['players'] {
  const next = new Map(players)
  for (const player of seen) {
    next.delete(player.key)
    next.set(player.key, player)
  }
  return next.size <= maxPlayers ? next : new Map([...next].slice(-maxPlayers))
}
