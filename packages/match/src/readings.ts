import { plainPlayTypes } from '@touchline/contracts/wire'
import type { Content } from './fact.ts'

/** What one event of play told of the clock: seconds of its period, its time in ms, the seq that it first had. */
export type Reading = readonly [seconds: number, occurredAtMs: number, seq: number]

/**
 * The highest readings of each period, highest first. Under `0` stand events of play that told no clock, the latest
 * first; their seconds are 0.
 */
export type Readings = Readonly<Record<string, readonly Reading[]>>

/** So many of each period are kept: enough to tell a wrong one from the others. */
export const readingsKept = 4

/** Only these are play: cards, substitutions and injuries come in breaks and before kick-off too. */
export const playTypes: readonly string[] = ['goal-scored', 'shot-taken', ...plainPlayTypes]
const play: ReadonlySet<string> = new Set(playTypes)

export const isPlay = (type: string): boolean => play.has(type)

const higher = (a: Reading, b: Reading): number => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]

/** Adds what an event of play tells; other events tell nothing. */
export function withReading(readings: Readings, content: Content, seq: number): Readings {
  if (!isPlay(content.type)) return readings
  const period = String(content.clock?.period ?? 0)
  const reading: Reading = [content.clock?.seconds ?? 0, Date.parse(content.occurredAt), seq]
  const before = readings[period] ?? []
  const place = before.findIndex(other => higher(reading, other) < 0)
  return { ...readings, [period]: before.toSpliced(place < 0 ? before.length : place, 0, reading) }
}

/** Takes an event's reading out again. */
export function withoutReading(readings: Readings, seq: number): Readings {
  if (!hasReading(readings, seq)) return readings
  return mapped(readings, list => list.filter(reading => reading[2] !== seq))
}

export const hasReading = (readings: Readings, seq: number): boolean =>
  Object.values(readings).some(list => list.some(reading => reading[2] === seq))

/** Drops what no rule looks at, before the readings are stored. */
export const trimmed = (readings: Readings): Readings =>
  Object.values(readings).every(list => list.length <= readingsKept)
    ? readings
    : mapped(readings, list => list.slice(0, readingsKept))

function mapped(readings: Readings, change: (list: readonly Reading[]) => readonly Reading[]): Readings {
  const changed = Object.entries(readings).map(([period, list]) => [period, change(list)] as const)
  return Object.fromEntries(changed.filter(([, list]) => list.length > 0))
}

/** Readings whose kick-off times lie within this of each other agree. */
const agreeWithinMs = 60_000
const wrongBeyondMs = 120_000

/**
 * The highest reading that can be believed. Each reading implies when its period began; where the others agree on
 * that and the highest contradicts them, it is a mistake.
 */
export function highestBelieved(list: readonly Reading[]): Reading | undefined {
  const [first, ...others] = list.slice(0, readingsKept)
  if (!first || others.length < 2) return first
  const starts = others.map(startOf)
  const [low, high] = [Math.min(...starts), Math.max(...starts)]
  if (high - low > agreeWithinMs) return first
  const off = Math.max(low - startOf(first), startOf(first) - high)
  return off > wrongBeyondMs ? others[0] : first
}

const startOf = ([seconds, occurredAtMs]: Reading): number => occurredAtMs - seconds * 1_000
