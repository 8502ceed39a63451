import { plainText } from '@touchline/contracts'
import {
  type Database,
  endPartnerGrant,
  inTransaction,
  lockPartnerGrant,
  type PartnerGrantEntry,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const revokePartnerGrantInput = z.object({
  id: z.string().regex(/^[1-9]\d{0,17}$/, 'must be the number of a grant'),
  reason: plainText(200),
})

/** Ends a grant for good; within two seconds intake refuses what it alone allowed. */
export async function revokePartnerGrant(
  database: Database,
  { id, reason }: z.output<typeof revokePartnerGrantInput>,
  actor: Actor,
): Promise<Outcome<PartnerGrantEntry, 'grant-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    const before = await lockPartnerGrant(tx, id)
    if (!before) return failed('grant-not-found')
    const { partner, pattern, revokedAt } = before
    if (revokedAt !== null)
      return failed('state-conflict', [{ path: 'id', message: 'it is revoked already' }])
    const grant = await endPartnerGrant(tx, id, actor.name)
    const details = { grantId: id, pattern }
    await audit(tx, actor, {
      ...{ action: 'partnerGrant.revoke', subject: { kind: 'partner', id: partner } },
      ...{ reason, details },
    })
    return succeeded(grant)
  })
}
