import { replayOutcomeSchema } from '@touchline/contracts'
import { type Database, getReplay, pageReplayItems, type ReplayItemView } from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { readKnownMatches } from '../masking/known-matches.ts'
import {
  type KnownMatches,
  shownEventType,
  shownMatchId,
  shownSourceId,
  withPublicMessage,
} from '../masking/letter-view.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const pageReplayItemsInput = z.object({
  id: rowIdSchema,
  outcomes: z.array(replayOutcomeSchema).min(1).max(7).optional(),
  /** The `next` of the page before. */
  afterOrdinal: z.int().min(0).max(2_147_483_647).default(0),
  limit: z.int().min(1).max(500).default(100),
})

export interface ReplayItemsPage {
  readonly items: readonly ReplayItemView[]
  /** Null on the last page. */
  readonly next: number | null
}

/** A replay's letters, in the order in which they are replayed. */
export async function replayItems(
  database: Database,
  { id, limit, ...page }: z.output<typeof pageReplayItemsInput>,
): Promise<Outcome<ReplayItemsPage, 'replay-not-found'>> {
  if (!(await getReplay(database, id))) return failed('replay-not-found')
  const found = await pageReplayItems(database, { ...page, replayId: id, limit: limit + 1 })
  const known = await readKnownMatches(
    database,
    found.map(({ matchId }) => matchId),
  )
  const items = found.slice(0, limit).map(item => publicItem(item, known))
  return succeeded({ items, next: found.length > limit ? (items.at(-1)?.ordinal ?? null) : null })
}

function publicItem(item: ReplayItemView, known: KnownMatches): ReplayItemView {
  const { matchId, eventType, newSourceEventId: id } = item
  return {
    ...withPublicMessage(item),
    matchId: shownMatchId(matchId, known),
    eventType: shownEventType(eventType),
    newSourceEventId: id === null ? null : shownSourceId(id, matchId, known),
  }
}
