import { replayStateSchema } from '@touchline/contracts'
import { type Database, type ReplaySummary, listReplays as selectReplays } from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { withShownQuery } from './shown-query.ts'

export const listReplaysInput = z.object({
  states: z.array(replayStateSchema).min(1).max(7).optional(),
  /** The `next` of the page before. */
  beforeId: rowIdSchema.optional(),
  limit: z.int().min(1).max(200).default(50),
})

export interface ReplayListPage {
  readonly items: readonly ReplaySummary[]
  /** Null on the last page. */
  readonly next: string | null
}

/** Replays, the newest first. */
export async function listReplays(
  database: Database,
  { limit, ...page }: z.output<typeof listReplaysInput>,
): Promise<Outcome<ReplayListPage, never>> {
  const found = await selectReplays(database, { ...page, limit: limit + 1 })
  const items = found.slice(0, limit).map(withShownQuery)
  return succeeded({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null })
}
