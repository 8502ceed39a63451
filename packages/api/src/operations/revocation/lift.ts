import { plainText, revocableKindSchema } from '@touchline/contracts'
import { type Database, endRevocations } from '@touchline/db'
import { z } from 'zod'
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
): Promise<Outcome<{ readonly lifted: number }, 'not-found'>> {
  const lifted = await endRevocations(database.pool, kind, subject)
  return lifted === 0 ? failed('not-found') : succeeded({ lifted })
}
