import type { MatchSnapshot } from '@touchline/contracts'
import { type Database, listMatches as selectMatches } from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'

const maxMatches = 100

/** The matches known, newest first, at most 100. */
export async function listMatches(database: Database): Promise<Outcome<{ items: MatchSnapshot[] }, never>> {
  return succeeded({ items: await selectMatches(database, { limit: maxMatches }) })
}
