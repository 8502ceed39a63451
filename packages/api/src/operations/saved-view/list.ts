import { type Database, listSavedViews } from '@touchline/db'
import { z } from 'zod'
import type { Actor } from '../actor.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { type SavedView, toSavedView } from './saved-view.ts'
import { pageNameSchema } from './saved-view-input.ts'

export const listSavedViewsInput = z.object({ page: pageNameSchema })

/** Own ones of one page, and as many that others share. */
const shownMax = 200

/** A page's views: one's own first, then those that others share, by name. */
export async function listViews(
  database: Database,
  { page }: z.output<typeof listSavedViewsInput>,
  actor: Actor,
): Promise<Outcome<{ readonly items: readonly SavedView[] }, never>> {
  const rows = await listSavedViews(database, { userId: actor.id, page, limit: shownMax })
  return succeeded({ items: rows.map(row => toSavedView(row, actor)) })
}
