import { digestOf, type OfferedEvent } from '@touchline/checker'
import type { Source } from '@touchline/contracts'
import { createRandom, type Random } from '../random.ts'

/** An item as it is sent; without `offered` it is damaged on purpose. */
export interface Item {
  readonly text: string
  readonly offered?: OfferedEvent
}

export interface EventScript {
  /** What a broadcast partner tells of a match at this time. */
  broadcast(matchId: string, atMs: number): Item
  sensor(matchId: string, atMs: number): Item
  post(matchId: string, atMs: number): Item
  /** Fits no schema. */
  malformed(matchId: string): Item
  /** Is no JSON, and some kilobytes long. */
  broken(matchId: string): Item
}

export interface ScriptSettings {
  readonly seed: number
  /** Begins every id. */
  readonly run: string
  readonly startedMs: number
  readonly goalShare: number
}

const noise = '~'.repeat(8_000)

type Told = readonly [type: string, payload: object]

export function createEventScript({ seed, run, startedMs, goalShare }: ScriptSettings): EventScript {
  const random = createRandom(seed)
  let count = 0
  const make = (source: Source, matchId: string, atMs: number, [type, payload]: Told): Item => {
    count += 1
    const occurredAt = new Date(Math.floor(atMs)).toISOString()
    const seconds = Math.min(7_000, Math.max(0, Math.round((atMs - startedMs) / 10) / 100))
    const clock = source === 'broadcast' ? { period: 1, seconds } : undefined
    const sourceEventId = `${run}-${count}`
    const text = JSON.stringify({ matchId, sourceEventId, type, occurredAt, clock, payload })
    const occurredAtMs = Date.parse(occurredAt)
    const digest = digestOf({ matchId, type, occurredAt, payload })
    return { text, offered: { source, sourceEventId, matchId, type, occurredAtMs, clock, digest } }
  }
  const nextName = () => {
    count += 1
    return `${run}-${count}`
  }
  return {
    broadcast: (matchId, atMs) => make('broadcast', matchId, atMs, told(random, goalShare)),
    sensor: (matchId, atMs) => make('sensor', matchId, atMs, measured(random)),
    post: (matchId, atMs) =>
      make('social', matchId, atMs, [
        'post-published',
        { author: `Fan ${random.int(1_000)}`, text: 'Come on!' },
      ]),
    malformed: matchId => ({ text: malformedText(random, matchId, nextName()) }),
    broken: matchId => ({
      text: `{"matchId": "${matchId}", "sourceEventId": ${nextName()}, "noise": "${noise}"}`,
    }),
  }
}

function told(random: Random, goalShare: number): Told {
  const team = random.pick(['home', 'away'] as const)
  const player = `Player ${random.int(22)}`
  const roll = random.next() - goalShare
  if (roll < 0)
    return ['goal-scored', { team, player, kind: random.pick(['open-play', 'penalty', 'own-goal']) }]
  if (roll < 0.01)
    return ['card-shown', { team, player, card: random.pick(['yellow', 'red', 'second-yellow']) }]
  if (roll < 0.013) return ['score-corrected', { home: random.int(4), away: random.int(4) }]
  if (roll < 0.05) return ['shot-taken', { team, player, outcome: random.pick(['saved', 'off-target']) }]
  return [
    'pass-made',
    { team, player, receiver: `Player ${random.int(22)}`, start: place(random), end: place(random) },
  ]
}

const place = (random: Random) => ({ x: share(random), y: share(random) })
const share = (random: Random) => random.int(1_000) / 1_000

function measured(random: Random): Told {
  if (random.chance(0.2)) return ['crowd-noise-measured', { decibels: 60 + random.int(50) }]
  return ['ball-tracked', { x: share(random), y: share(random), speedMps: random.int(30) }]
}

function malformedText(random: Random, matchId: string, name: string): string {
  const occurredAt = new Date(0).toISOString()
  return JSON.stringify(
    random.pick([
      { matchId, sourceEventId: name, type: 'goal-scored', occurredAt, payload: { team: 'both' } },
      { matchId, sourceEventId: name, type: 'goal-annulled', occurredAt, payload: {} },
      { matchId, sourceEventId: name, type: 'pass-made', occurredAt: 'soon', payload: { team: 'home' } },
      { sourceEventId: name, matchId: '', note: 'no event at all' },
    ]),
  )
}
