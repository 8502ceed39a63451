import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { MatchId } from '@touchline/contracts'
import { z } from 'zod'
import type { Speed } from '../script/options.ts'
import type { ReplayEvent } from './due.ts'

/** How match seconds become dates. */
export interface Timeline {
  readonly kickoffMs: number
  /** Match seconds per second. */
  readonly speed: number
}

/** At full speed everything has happened within seconds of now. */
const fullSpeed = 1_000

/** A timeline of now, on which nothing is dated ahead of its sending. */
export function timelineOfNow(
  events: readonly ReplayEvent[],
  { speed, isShuffled }: { speed: Speed; isShuffled: boolean },
  nowMs: number,
): Timeline {
  const pace = speed === 'max' ? fullSpeed : speed
  const lengthMs = speed === 'max' || isShuffled ? (lengthOf(events) / pace) * 1_000 : 0
  return { kickoffMs: Math.floor(nowMs - lengthMs), speed: pace }
}

/** Gives each event its date on the timeline, whatever the order of sending. */
export function dated(events: readonly ReplayEvent[], { kickoffMs, speed }: Timeline): ReplayEvent[] {
  const dateOf = (dueSeconds: number) =>
    new Date(kickoffMs + Math.floor((dueSeconds * 1_000) / speed)).toISOString()
  return events.map(({ dueSeconds, item }) => ({
    dueSeconds,
    item: 'deleted' in item ? item : { ...item, occurredAt: dateOf(dueSeconds) },
  }))
}

const timelineSchema = z.object({ kickoffMs: z.int().positive(), speed: z.number().positive() })

/**
 * The timeline on which this match was replayed first, so that playing it again sends the same events. It is not taken
 * where it would date events ahead of their sending now; then, and for a match not yet known, `fresh` is remembered.
 */
export function rememberedTimeline(
  folder: string,
  matchId: MatchId,
  fresh: Timeline,
  events: readonly ReplayEvent[],
): Timeline {
  const file = join(folder, 'replays', `${matchId}.json`)
  const known = read(file)
  if (known && isNoLater(known, fresh, lengthOf(events))) return known
  write(file, fresh)
  return fresh
}

const isNoLater = (known: Timeline, fresh: Timeline, lengthSeconds: number): boolean =>
  [0, lengthSeconds * 1_000].every(
    dueMs => known.kickoffMs + dueMs / known.speed <= fresh.kickoffMs + dueMs / fresh.speed,
  )

function read(file: string): Timeline | undefined {
  try {
    return timelineSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Where nothing can be written, the next replay dates its events anew. */
function write(file: string, timeline: Timeline): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, `${JSON.stringify(timeline)}\n`, { mode: 0o600 })
  } catch {}
}

const lengthOf = (events: readonly ReplayEvent[]): number =>
  events.reduce((longest, { dueSeconds }) => Math.max(longest, dueSeconds), 0)
