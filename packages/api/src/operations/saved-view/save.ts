import { countSavedViews, type Database, findSavedView, inTransaction, putSavedView } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { type SavedView, toSavedView } from './saved-view.ts'
import { pageNameSchema, viewNameSchema, viewQuerySchema } from './saved-view-input.ts'

export const saveViewInput = z.object({
  page: pageNameSchema,
  name: viewNameSchema,
  query: viewQuerySchema,
  /** Whether all operators see it. */
  shared: z.boolean().default(false),
})

export const viewsPerPerson = 100

/** Saves a page's address under a name; one's own of the same name is replaced. */
export async function saveView(
  database: Database,
  input: z.output<typeof saveViewInput>,
  actor: Actor,
): Promise<Outcome<SavedView, 'state-conflict'>> {
  const { page, name, shared } = input
  return inTransaction(database.pool, async tx => {
    const owned = await countSavedViews(tx, actor.id)
    const known = await findSavedView(tx, { userId: actor.id, page, name })
    if (!known && owned >= viewsPerPerson) {
      return failed('state-conflict', [
        { path: 'name', message: `you have ${owned} views: remove one before you save another` },
      ])
    }
    const view = await putSavedView(tx, { ...input, userId: actor.id })
    const subject = { kind: 'saved-view', id: view.id }
    await audit(tx, actor, { action: 'savedView.save', subject, details: { page, name, shared } })
    return succeeded(toSavedView(view, actor))
  })
}
