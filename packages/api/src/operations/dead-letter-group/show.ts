import {
  countGroupReplays,
  type Database,
  type GroupNote,
  type GroupReplay,
  groupExists,
  readGroupNotes,
} from '@touchline/db'
import { z } from 'zod'
import { type DeadLetterGroup, groupDeadLetters, type TrendOfGroups } from '../dead-letter/groups.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { fingerprintSchema } from './fingerprint.ts'

export const showGroupInput = z.object({ fingerprint: fingerprintSchema })

export interface DeadLetterGroupView {
  /** Null where its letters are gone: they died again of something else. */
  readonly group: DeadLetterGroup | null
  /** What the numbers of `group.trend` span. */
  readonly trend: TrendOfGroups
  /** The newest first, at most 100. */
  readonly notes: readonly GroupNote[]
  /** Replays with letters of the group, the newest first, at most 20. */
  readonly replays: readonly GroupReplay[]
}

const maxNotes = 100
const maxReplays = 20

/** One group with what people wrote about it and what was tried. */
export async function showDeadLetterGroup(
  database: Database,
  { fingerprint }: z.output<typeof showGroupInput>,
  now: Date,
): Promise<Outcome<DeadLetterGroupView, 'dead-letter-not-found'>> {
  const [found, notes, replays, exists] = await Promise.all([
    groupDeadLetters(database, { filter: { fingerprint }, limit: 1, sort: 'letters' }, now),
    readGroupNotes(database, fingerprint, maxNotes),
    countGroupReplays(database, fingerprint, maxReplays),
    groupExists(database, fingerprint),
  ])
  if (!found.ok || !exists) return failed('dead-letter-not-found')
  return succeeded({ group: found.value.items[0] ?? null, trend: found.value.trend, notes, replays })
}
