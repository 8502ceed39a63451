import { instantSchema, type MatchId, matchIdSchema } from '@touchline/contracts'
import { type Database, type MatchMinute, readHeads, readMatchMinutes, readMatchTotals } from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { latencyPercentile } from './latency-percentile.ts'

const sidesSchema = z.object({ home: z.int().nonnegative(), away: z.int().nonnegative() })
const shareSchema = z.number().min(0).max(1)
const latencySchema = z.int().nonnegative().nullable()
const minutesShown = 120

export const matchStatsSchema = z.object({
  matchId: matchIdSchema,
  possession: z
    .object({ home: shareSchema, away: shareSchema })
    .nullable()
    .describe("A side's passes divided by all passes of the match, 0 to 1; null before any pass."),
  shots: sidesSchema.describe('Goals are shots, own goals are not.'),
  passes: sidesSchema,
  perMinute: z
    .array(
      z.object({
        at: instantSchema.describe('When the minute began, by the time of its events.'),
        events: z.int().nonnegative(),
        passes: sidesSchema,
        shots: sidesSchema,
      }),
    )
    .describe(`The last ${minutesShown} minutes, oldest first; a minute without events is left out.`),
  latency: z
    .object({ p50Ms: latencySchema, p95Ms: latencySchema, p99Ms: latencySchema })
    .describe('Source to stored, over those minutes, estimated from a histogram; null before any event.'),
})
export type MatchStats = z.infer<typeof matchStatsSchema>

/**
 * What the aggregation has counted of a match, a second or two behind its newest event. Possession is by passes
 * (passes of a side / all passes), the definition that Opta uses.
 */
export async function getMatchStats(
  database: Database,
  { matchId }: { readonly matchId: MatchId },
): Promise<Outcome<MatchStats, 'match-not-found'>> {
  const [heads, totals, minutes] = await Promise.all([
    readHeads(database, [matchId]),
    readMatchTotals(database, matchId),
    readMatchMinutes(database, { matchId, minutes: minutesShown }),
  ])
  if (!heads.has(matchId)) return failed('match-not-found')
  const { passes, shots } = totals
  return succeeded({
    matchId,
    possession: shareOf(passes),
    shots,
    passes,
    perMinute: minutes.map(({ startsAt, latency: _latency, ...counts }) => ({
      at: startsAt.toISOString(),
      ...counts,
    })),
    latency: latencyOf(minutes),
  })
}

function shareOf({ home, away }: MatchStats['passes']): MatchStats['possession'] {
  const all = home + away
  return all === 0 ? null : { home: home / all, away: away / all }
}

function latencyOf(minutes: readonly MatchMinute[]): MatchStats['latency'] {
  const counts: number[] = []
  for (const { latency } of minutes) {
    for (const [bucket, count] of latency.entries()) counts[bucket] = (counts[bucket] ?? 0) + count
  }
  return {
    p50Ms: latencyPercentile(counts, 0.5),
    p95Ms: latencyPercentile(counts, 0.95),
    p99Ms: latencyPercentile(counts, 0.99),
  }
}
