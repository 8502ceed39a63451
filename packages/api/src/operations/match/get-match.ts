import type { MatchId, MatchSnapshot } from '@touchline/contracts'
import { type Database, getMatch as selectMatch } from '@touchline/db'
import { failed, type Outcome, succeeded } from '../outcome.ts'

/** One match as of its newest event. */
export async function getMatch(
  database: Database,
  { matchId }: { readonly matchId: MatchId },
): Promise<Outcome<MatchSnapshot, 'match-not-found'>> {
  const found = await selectMatch(database, matchId)
  return found ? succeeded(found) : failed('match-not-found')
}
