import type { BroadcastEvent, MatchSnapshot, MatchState, Position, Side } from '@touchline/contracts'
import {
  type CountedType,
  countTypes,
  type Database,
  type PastEvent,
  readNewestOfType,
  readPast,
  getMatch as selectMatch,
} from '@touchline/db'
import { evolve, initialState } from '@touchline/match'

/** What has to be taken back to know the match as it was before. */
const taken = ['goal-scored', 'shot-taken', 'card-shown', 'score-corrected', 'match-ended']
/** The status and the clock follow from so many of the newest reports. */
const reportsFolded = 128

/**
 * A match as it was at an earlier position of the same epoch; undefined if there is no such match or place. It costs
 * what came after that position and no more: the score stands in each event, tallies are taken back from those of now,
 * and the status is folded from the last reports before.
 */
export async function snapshotAsOf(
  database: Database,
  matchId: string,
  at: Position,
): Promise<MatchSnapshot | undefined> {
  const current = await selectMatch(database, matchId)
  if (!current || current.epoch !== at.epoch || current.lastSeq < at.seq) return undefined
  if (current.lastSeq === at.seq) return current
  const [undone, past] = await Promise.all([
    countTypes(database, { matchId, afterSeq: at.seq, upToSeq: current.lastSeq, types: taken }),
    readPast(database, { matchId, seq: at.seq, limit: reportsFolded }),
  ])
  const corrections = countOf(undone, 'score-corrected')
  const correctedAt = corrections > 0 ? await correctionBefore(database, matchId, at.seq) : current.scoreAsOf
  const { scoreAsOf: _later, ...kept } = current
  return {
    ...kept,
    ...statusAndClock(past.broadcast, countOf(undone, 'match-ended') > 0 ? 'live' : current.status),
    ...talliesBefore(current, undone),
    ...(correctedAt === undefined ? {} : { scoreAsOf: correctedAt }),
    score: past.last?.score ?? initialState.score,
    lastSeq: at.seq,
    updatedAt: past.last?.storedAt ?? current.updatedAt,
  }
}

const countOf = (undone: readonly CountedType[], type: string): number =>
  undone.reduce((sum, one) => sum + (one.type === type ? one.count : 0), 0)

async function correctionBefore(
  { pool }: Database,
  matchId: string,
  seq: number,
): Promise<string | undefined> {
  const newest = await readNewestOfType(pool, [{ matchId, type: 'score-corrected' }], 1_000)
  const before = newest.filter(event => event.seq <= seq).toSorted((a, b) => b.seq - a.seq)
  return before[0]?.occurredAt
}

function statusAndClock(
  reports: readonly PastEvent[],
  statusNow: MatchState['status'],
): Pick<MatchState, 'status' | 'clock' | 'clockAt'> {
  const seed = reports.length < reportsFolded ? initialState : { ...initialState, status: statusNow }
  const { status, clock, clockAt } = reports.reduce(
    (state, report) => evolve(state, report as unknown as BroadcastEvent),
    seed,
  )
  return { status, clock, clockAt }
}

type Tallies = Pick<MatchState, 'yellowCards' | 'redCards' | 'shots'>

/** As `evolve` counts them, the other way round. */
function talliesBefore(now: Tallies, undone: readonly CountedType[]): Tallies {
  return {
    shots: without(now.shots, undone, isShot),
    yellowCards: without(now.yellowCards, undone, isYellow),
    redCards: without(now.redCards, undone, isRed),
  }
}

const isShot = ({ type, payload: { kind } }: CountedType) =>
  type === 'shot-taken' || (type === 'goal-scored' && kind !== 'own-goal')
const isYellow = ({ type, payload: { card } }: CountedType) => type === 'card-shown' && card !== 'red'
const isRed = ({ type, payload: { card } }: CountedType) => type === 'card-shown' && card !== 'yellow'

function without(
  now: Readonly<Record<Side, number>>,
  undone: readonly CountedType[],
  counts: (one: CountedType) => boolean,
): Record<Side, number> {
  const of = (side: Side) =>
    undone.reduce((sum, one) => sum + (one.payload.team === side && counts(one) ? one.count : 0), 0)
  return { home: now.home - of('home'), away: now.away - of('away') }
}
