import { type Database, type EndedReveal, endReveal, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const endRevealInput = z.object({ id: rowIdSchema })

/** Ends one's own reveal before its time; `not-found` where none of that number is open. */
export async function closeReveal(
  database: Database,
  { id }: z.output<typeof endRevealInput>,
  actor: Actor,
): Promise<Outcome<EndedReveal, 'not-found'>> {
  return inTransaction(database.pool, async tx => {
    const ended = await endReveal(tx, { id, userId: actor.id })
    if (!ended) return failed('not-found')
    const subject = { kind: ended.kind, id: ended.subjectId }
    await audit(tx, actor, { action: 'reveal.end', subject, details: { reveal: id } })
    return succeeded(ended)
  })
}
