import { plainText, revocableKindSchema } from '@touchline/contracts'
import { type Database, endRevocations, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const liftInput = z.object({
  /** A key that was revoked stays so: make a new one. */
  kind: revocableKindSchema.exclude(['api-key']),
  subject: plainText(128),
})

/** Lets a session or a fan in again; within a minute everywhere. */
export async function liftRevocation(
  database: Database,
  { kind, subject }: z.output<typeof liftInput>,
  actor: Actor,
): Promise<Outcome<{ readonly lifted: number }, 'not-found'>> {
  return inTransaction(database.pool, async tx => {
    const lifted = await endRevocations(tx, kind, subject)
    if (lifted === 0) return failed('not-found')
    await audit(tx, actor, { action: 'revocation.lift', subject: { kind, id: subject }, details: { lifted } })
    return succeeded({ lifted })
  })
}
