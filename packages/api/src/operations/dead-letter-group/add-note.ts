import { plainText } from '@touchline/contracts'
import { type Database, type GroupNote, groupExists, insertGroupNote, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { fingerprintSchema } from './fingerprint.ts'

export const addGroupNoteInput = z.object({ fingerprint: fingerprintSchema, text: plainText(2_000) })

/** Adds what somebody found out about a group; notes stay. */
export async function addGroupNote(
  database: Database,
  { fingerprint, text }: z.output<typeof addGroupNoteInput>,
  actor: Actor,
): Promise<Outcome<GroupNote, 'dead-letter-not-found'>> {
  return inTransaction(database.pool, async tx => {
    if (!(await groupExists({ pool: tx }, fingerprint))) return failed('dead-letter-not-found')
    const note = await insertGroupNote(tx, { fingerprint, text, by: actor.name })
    const subject = { kind: 'dead-letter-group', id: fingerprint }
    await audit(tx, actor, { action: 'deadLetterGroup.addNote', subject, details: { note: note.id } })
    return succeeded(note)
  })
}
