import type { MatchId, MatchSnapshot } from '@touchline/contracts'
import { type Database, getMatch as selectMatch } from '@touchline/db'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { type MatchPast, matchPast } from './match-past.ts'

export interface GetMatchInput {
  readonly matchId: MatchId
  /** The match as it was so long ago, by the rule by which a feed with that delay stays behind. */
  readonly delaySeconds?: number | undefined
}

/** One match as of its newest event, or as a delayed feed shows it: then at most a second older than that. */
export async function getMatch(
  database: Database,
  { matchId, delaySeconds = 0 }: GetMatchInput,
  now = () => new Date(),
): Promise<Outcome<MatchSnapshot, 'match-not-found'>> {
  const found =
    delaySeconds === 0
      ? await selectMatch(database, matchId)
      : await delayed(matchPast(database, now), matchId, delaySeconds)
  return found ? succeeded(found) : failed('match-not-found')
}

async function delayed(past: MatchPast, matchId: MatchId, delaySeconds: number) {
  const at = await past.released(matchId, delaySeconds)
  return at && past.snapshotAt(matchId, at)
}
