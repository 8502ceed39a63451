import {
  type Clock,
  type Fixture,
  type MatchStatus,
  matchStatusSchema,
  plainText,
  type Score,
} from '@touchline/contracts'
import {
  countDeskMatches,
  type Database,
  type DeskFacts,
  type DeskRow,
  listDeskMatches,
  readDeskFacts,
  readSourceActivity,
  type SourceActivity,
} from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { cursorOf, readCursor } from './desk-cursor.ts'
import { type SourcePulse, sourcePulses } from './source-pulse.ts'

export const listDeskInput = z.object({
  status: matchStatusSchema.optional(),
  /** In the match's id, its teams or its competition. */
  text: plainText(120).optional(),
  /** The `next` of the page before. */
  after: plainText(128).optional(),
  limit: z.int().min(1).max(100).default(50),
})

export interface DeskMatch {
  readonly matchId: string
  readonly status: MatchStatus
  readonly fixture: Fixture | null
  readonly score: Score
  readonly clock: Clock
  readonly clockAt: string | null
  readonly lastSeq: number
  readonly lastEvent: { readonly type: string; readonly storedAt: string; readonly occurredAt: string } | null
  /** Of its newest event, from accepted to stored. */
  readonly lagMs: number | null
  /** Events that are stored and not sent on. */
  readonly notRelayed: number
  readonly viewers: number
  /** That may yet be replayed, among its newest thousand. */
  readonly deadLetters: number
  readonly parkedAt: string | null
  readonly sources: readonly SourcePulse[]
}

export interface DeskPage {
  readonly items: readonly DeskMatch[]
  /** Null on the last page. */
  readonly next: string | null
  readonly counts: Readonly<Record<MatchStatus, number>>
}

/** Matches, what runs first, and how each does. The order does not change with their events. */
export async function listDesk(
  database: Database,
  { status, text, after, limit }: z.output<typeof listDeskInput>,
  now: Date,
): Promise<Outcome<DeskPage, 'invalid-input'>> {
  const place = after === undefined ? undefined : readCursor(after)
  if (place === null)
    return failed('invalid-input', [{ path: 'after', message: 'must be the next of a page' }])
  const [found, counts] = await Promise.all([
    listDeskMatches(database, { status, text, after: place, limit: limit + 1 }),
    countDeskMatches(database),
  ])
  const rows = found.slice(0, limit)
  const matchIds = rows.map(({ matchId }) => matchId)
  const [facts, activity] = await Promise.all([
    readDeskFacts(database, matchIds),
    readSourceActivity(database, { matchIds, now }),
  ])
  const known = { facts: new Map(facts.map(one => [one.matchId, one])), activity, now }
  const last = rows.at(-1)
  return succeeded({
    items: rows.map(row => toDeskMatch(row, known)),
    next: found.length > limit && last ? cursorOf(last) : null,
    counts: { ...noMatches, ...Object.fromEntries(counts) },
  })
}

const noMatches = Object.fromEntries(
  matchStatusSchema.options.map(status => [status, 0]),
) as DeskPage['counts']

interface Known {
  readonly facts: ReadonlyMap<string, DeskFacts>
  readonly activity: readonly SourceActivity[]
  readonly now: Date
}

function toDeskMatch(row: DeskRow, { facts, activity, now }: Known): DeskMatch {
  const { matchId, lastSeq, epoch, state } = row
  const { status, fixture, score, clock, clockAt } = state
  const its = facts.get(matchId)
  return {
    ...{ matchId, status, fixture, score, clock, clockAt, lastSeq },
    lastEvent: lastEventOf(its),
    lagMs: its?.storedAt && its.ingestedAt ? its.storedAt.getTime() - its.ingestedAt.getTime() : null,
    notRelayed: lastSeq - (its?.relayedEpoch === epoch ? Math.min(its.relayedSeq ?? 0, lastSeq) : 0),
    viewers: its?.viewers ?? 0,
    deadLetters: its?.deadLetters ?? 0,
    parkedAt: its?.parkedAt?.toISOString() ?? null,
    sources: sourcePulses(
      activity.filter(one => one.matchId === matchId),
      { status, now },
    ),
  }
}

function lastEventOf(facts: DeskFacts | undefined): DeskMatch['lastEvent'] {
  if (!facts?.type || !facts.storedAt || !facts.occurredAt) return null
  return {
    type: facts.type,
    storedAt: facts.storedAt.toISOString(),
    occurredAt: facts.occurredAt.toISOString(),
  }
}
