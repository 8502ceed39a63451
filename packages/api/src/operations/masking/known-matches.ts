import { type Database, readHeads } from '@touchline/db'
import type { KnownMatches } from './letter-view.ts'
import { isOpaqueId } from './opaque-ids.ts'

/** Which of these matches the store knows; it is not asked about ids that are shown in any case. */
export async function readKnownMatches(
  database: Database,
  matchIds: readonly string[],
): Promise<KnownMatches> {
  const asked = [...new Set(matchIds)].filter(matchId => matchId !== '' && !isOpaqueId(matchId))
  if (asked.length === 0) return new Set()
  return new Set((await readHeads(database, asked)).keys())
}
