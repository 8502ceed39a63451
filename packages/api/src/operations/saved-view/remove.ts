import { type Database, inTransaction, removeSavedView } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const removeViewInput = z.object({ id: rowIdSchema })

/** Removes one of one's own views; those of others are not found. */
export async function removeView(
  database: Database,
  { id }: z.output<typeof removeViewInput>,
  actor: Actor,
): Promise<Outcome<{ readonly id: string }, 'not-found'>> {
  return inTransaction(database.pool, async tx => {
    const removed = await removeSavedView(tx, { id, userId: actor.id })
    if (!removed) return failed('not-found')
    const { page, name, shared } = removed
    const subject = { kind: 'saved-view', id }
    await audit(tx, actor, { action: 'savedView.remove', subject, details: { page, name, shared } })
    return succeeded({ id })
  })
}
