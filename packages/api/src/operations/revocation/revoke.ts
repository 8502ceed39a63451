import { fanTokenMaxSeconds, plainText, revocableKindSchema } from '@touchline/contracts'
import {
  type Database,
  forgetRevocations,
  insertRevocation,
  inTransaction,
  type RevocationEntry,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { revokeApiKey } from '../api-key/revoke.ts'
import { type Outcome, succeeded } from '../outcome.ts'

export const revokeInput = z.object({
  kind: revocableKindSchema,
  subject: plainText(128),
  reason: plainText(200),
  /** Refuses newer tokens too, until it is lifted; else those alone that were signed before it. */
  forGood: z.boolean().default(false),
})

/** After it every token from before has ended, whatever the clocks: five minutes, and a little. */
const tokensSeconds = fanTokenMaxSeconds + 60
const keptSeconds = 30 * 86_400

/** Closes the sockets of a session, a fan or an API key within a second, everywhere, and refuses its tokens. */
export async function revoke(
  database: Database,
  { kind, subject, reason, forGood }: z.output<typeof revokeInput>,
  actor: Actor,
): Promise<Outcome<RevocationEntry, 'api-key-not-found' | 'state-conflict'>> {
  if (kind === 'api-key') {
    const revoked = await revokeApiKey(database, { keyId: subject, reason }, actor)
    return revoked.ok ? succeeded(revoked.value.revocation) : revoked
  }
  const forSeconds = forGood ? undefined : tokensSeconds
  return inTransaction(database.pool, async tx => {
    await forgetRevocations(tx, keptSeconds)
    const entry = await insertRevocation(tx, { kind, subject, reason, by: actor.name, forSeconds })
    await audit(tx, actor, {
      ...{ action: 'revocation.revoke', subject: { kind, id: subject }, reason },
      details: { forGood },
    })
    return succeeded(entry)
  })
}
