import {
  type Database,
  type EndedRange,
  type MatchWindow,
  readEnded,
  readWindows,
  type WindowKey,
} from '@touchline/db'
import type { AggregatedMatch } from './aggregate-matches.ts'

/**
 * PORT: where finished windows go beside PostgreSQL, which holds the truth.
 *
 * `write` takes a window as it stands when its time is over, and once more, whole, each time a late event corrects it:
 * the last one counts. It never throws and never waits; what a sink can't take, it drops and counts. A process that
 * is killed takes what its sink had not written with it.
 */
export interface WindowSink {
  write(windows: readonly MatchWindow[]): void
}

export interface FinishedWindows {
  /** Call after the commit. */
  after(matches: readonly AggregatedMatch[]): Promise<void>
  /** Finishes the windows of matches that had no event for a while, such as those that ended. */
  closeIdle(): Promise<void>
}

interface Options {
  readonly database: Database
  readonly sink: WindowSink
  readonly nowMs: () => number
}

const idleMs = 60_000
const maxOpenMatches = 10_000
const maxWindows = 50_000

/** Tells a sink of windows as they finish. A window is over when an event of its match is newer than its end. */
export function createFinishedWindows({ database, sink, nowMs }: Options): FinishedWindows {
  const open = new Map<string, { readonly newestAtMs: number; readonly changedAtMs: number }>()
  const tell = async (ranges: readonly EndedRange[]) => {
    const ended = await readEnded(database, ranges, maxWindows)
    if (ended.length > 0) sink.write(ended)
  }
  const keepOpen = ({ matchId, events, newestAtMs }: AggregatedMatch) => {
    if (events === 0 || newestAtMs === null) return
    if (!open.has(matchId) && open.size >= maxOpenMatches) return
    open.set(matchId, { newestAtMs, changedAtMs: nowMs() })
  }
  return {
    after: async matches => {
      for (const match of matches) keepOpen(match)
      await tell(matches.flatMap(endedIn))
      const corrected = await readWindows(database, matches.flatMap(correctedIn))
      if (corrected.length > 0) sink.write(corrected)
    },
    closeIdle: async () => {
      const idle = [...open].filter(([, { changedAtMs }]) => nowMs() - changedAtMs >= idleMs)
      for (const [matchId] of idle) open.delete(matchId)
      await tell(
        idle.map(([matchId, { newestAtMs }]) => ({
          matchId,
          afterMs: newestAtMs,
          untilMs: newestAtMs + idleMs,
        })),
      )
    },
  }
}

function endedIn({ matchId, newestBeforeMs, newestAtMs }: AggregatedMatch): EndedRange[] {
  if (newestAtMs === null || newestAtMs === newestBeforeMs) return []
  return [{ matchId, afterMs: newestBeforeMs ?? 0, untilMs: newestAtMs }]
}

/** Windows that were over before, and changed again. */
function correctedIn({ added, recounted, newestBeforeMs }: AggregatedMatch): WindowKey[] {
  if (newestBeforeMs === null) return []
  const changed = new Map([...recounted, ...added].map(key => [nameOf(key), key]))
  return [...changed.values()].filter(
    ({ startsAtMs, sizeSeconds }) => startsAtMs + sizeSeconds * 1_000 <= newestBeforeMs,
  )
}

const nameOf = ({ source, sizeSeconds, startsAtMs }: WindowKey) => `${sizeSeconds} ${source} ${startsAtMs}`
