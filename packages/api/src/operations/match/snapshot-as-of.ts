import type { MatchSnapshot, Position } from '@touchline/contracts'
import { type Database, readFacts, readReadings, readStoredAt, getMatch as selectMatch } from '@touchline/db'
import { emptyMemory, factsOf, namesAs, playTypes, readingsKept, readingsOf, refold } from '@touchline/match'

/** The clock follows from so many of the newest reports. */
const reportsRead = 256

/**
 * A match as it was at an earlier position of the same epoch; undefined if there is no such match or place: its facts
 * up to there, folded anew. It costs its goals, cards and periods, however many events it has.
 */
export async function snapshotAsOf(
  database: Database,
  matchId: string,
  at: Position,
): Promise<MatchSnapshot | undefined> {
  const current = await selectMatch(database, matchId)
  if (!current || current.epoch !== at.epoch || current.lastSeq < at.seq) return undefined
  if (current.lastSeq === at.seq) return current
  const { pool } = database
  const wanted = { matchId, types: playTypes, perPeriod: readingsKept, upToSeq: at.seq, newest: reportsRead }
  const [facts, reports, storedAt] = await Promise.all([
    readFacts(pool, [matchId], at.seq),
    readReadings(pool, wanted),
    readStoredAt(database, { matchId, seq: at.seq }),
  ])
  // Who plays is no secret of the match's later course.
  const names = namesAs(current.fixture)
  const memory = { ...emptyMemory, readings: readingsOf(reports), names }
  const { state } = refold(memory, factsOf(facts))
  const { matchId: id, epoch, updatedAt } = current
  return { ...state, matchId: id, epoch, lastSeq: at.seq, updatedAt: storedAt?.toISOString() ?? updatedAt }
}
