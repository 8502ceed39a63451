import type { MatchEvent } from '@touchline/contracts'
import { type BehindMatch, type Database, isServerAway, listBehind } from '@touchline/db'
import { createFailingKeys } from '../../failing-keys.ts'
import { repeat } from '../../repeat.ts'
import { type AggregatedMatch, aggregateMatches } from './aggregate-matches.ts'
import { createPendingMatches } from './pending-matches.ts'
import { createFinishedWindows, type WindowSink } from './window-sink.ts'

export interface AggregationOptions {
  readonly database: Database
  readonly nowMs: () => number
  /** Told of finished windows. */
  readonly sink?: WindowSink
  readonly onAggregated: (done: Aggregated) => void
  /** Nothing is folded while it is; what is stored meanwhile is read later. */
  readonly isPaused?: () => boolean
  readonly onError: (error: unknown) => void
  /** How often what was stored since is folded. Default 1,000. */
  readonly intervalMs?: number
  /** How often to look for matches that nobody was woken for. Default 5,000. */
  readonly sweepMs?: number
}

/** What one transaction did. */
export interface Aggregated {
  readonly events: number
  readonly tooLate: number
  readonly windows: number
}

export interface Aggregation {
  /** Call after a commit that stored these events; cheap, and never waits. Calls may come twice, late, or not at all. */
  wake(events: readonly MatchEvent[]): void
  /** Folds what is at hand. */
  stop(): Promise<void>
}

const maxKeptEvents = 20_000
const maxPendingMatches = 10_000
const eventsPerPass = 5_000
const matchesPerPass = 100

/**
 * Folds stored events into windows, match by match in order of seq. Each interval: sweep (now and then: matches that a
 * process which died left behind), then passes, each one transaction for the matches that have waited longest, until
 * one was not full; then tell the sink. Any number of aggregations may run: the lock on a match's checkpoint lets one of
 * them go on, and the checkpoint, written with the windows, says what is done, so that nothing is counted twice.
 */
export function createAggregation(options: AggregationOptions): Aggregation {
  const { database, nowMs, sink, onAggregated, onError, intervalMs = 1_000, sweepMs = 5_000 } = options
  const pending = createPendingMatches({ maxEvents: maxKeptEvents, maxMatches: maxPendingMatches })
  const finished = sink && createFinishedWindows({ database, sink, nowMs })
  const failing = createFailingKeys({ nowMs: () => performance.now(), maxDelayMs: 30_000 })
  const context = { database, eventsOf: pending.eventsOf, maxEvents: eventsPerPass }
  let sweptAtMs = Number.NEGATIVE_INFINITY
  let stopped = false

  const sweep = async () => {
    if (performance.now() - sweptAtMs < sweepMs) return
    sweptAtMs = performance.now()
    const behind = await listBehind(database, matchesPerPass + failing.size)
    for (const match of behind.filter(({ matchId }) => failing.isDue(matchId))) pending.note(match)
  }
  /** Whether there may be more: what is stored meanwhile waits for the next interval, else passes would be tiny. */
  const pass = async (behind: readonly BehindMatch[]): Promise<boolean> => {
    const matches = await aggregateMatches(context, behind)
    // Those whose turn did not come stay ahead of those that came further.
    for (const match of matches.toSorted((a, b) => Math.sign(a.events) - Math.sign(b.events)))
      pending.done(match)
    for (const { matchId } of matches) failing.worked(matchId)
    const done = summed(matches)
    onAggregated(done)
    await finished?.after(matches).catch(onError)
    return behind.length === matchesPerPass || done.events >= eventsPerPass
  }
  const passSafely = async (behind: readonly BehindMatch[]): Promise<boolean> => {
    try {
      return await pass(behind)
    } catch (error) {
      if (isServerAway(error)) throw error
      await passAlone(behind, error)
      return true
    }
  }
  /** A match that can't be folded must not hold up the others; it comes again, each time after a longer while. */
  const passAlone = async (behind: readonly BehindMatch[], fault: unknown) => {
    const [only, ...others] = behind
    if (only && others.length === 0) {
      pending.forget(only.matchId)
      failing.failed(only.matchId)
      onError(fault)
    } else for (const match of behind) await passSafely([match])
  }
  const next = () => {
    const waiting = pending.next(matchesPerPass)
    const early = waiting.filter(({ matchId }) => !failing.isDue(matchId))
    for (const { matchId } of early) pending.forget(matchId)
    return early.length === 0 ? waiting : waiting.filter(match => !early.includes(match))
  }
  const drain = async () => {
    let behind = next()
    while (behind.length > 0 && (await passSafely(behind)) && !options.isPaused?.()) behind = next()
  }
  const tick = async () => {
    if (options.isPaused?.()) return
    if (!stopped) await sweep()
    await drain()
    await finished?.closeIdle()
  }
  const working = repeat({ everyMs: intervalMs, work: tick, onError })

  return {
    wake: events => {
      if (!stopped) pending.keep(events)
    },
    stop: async () => {
      stopped = true
      await working.stop()
      await tick().catch(onError)
    },
  }
}

const summed = (matches: readonly AggregatedMatch[]): Aggregated => ({
  events: matches.reduce((sum, match) => sum + match.events, 0),
  tooLate: matches.reduce((sum, match) => sum + match.tooLate, 0),
  windows: matches.reduce((sum, match) => sum + match.added.length, 0),
})
