import { matchIdSchema } from '@touchline/contracts'
import { type Database, listCorrections } from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { type CorrectionView, toCorrectionView } from './correction-view.ts'

export const listCorrectionsInput = z.object({
  matchId: matchIdSchema,
  /** The `next` of the page before. */
  after: rowIdSchema.optional(),
  limit: z.int().min(1).max(100).default(20),
})

export interface CorrectionPage {
  readonly items: readonly CorrectionView[]
  /** Null on the last page. */
  readonly next: string | null
}

/** What operators corrected in a match, the newest first, and what became of it. */
export async function listMatchCorrections(
  database: Database,
  { matchId, after, limit }: z.output<typeof listCorrectionsInput>,
): Promise<Outcome<CorrectionPage, never>> {
  const rows = await listCorrections(database, {
    ...{ matchId, type: 'score-corrected', beforeId: after, limit: limit + 1 },
  })
  const items = rows.slice(0, limit).map(toCorrectionView)
  return succeeded({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null })
}
