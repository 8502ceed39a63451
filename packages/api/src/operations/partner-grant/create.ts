import { isWildcard, matchPatternSchema, providerNameSchema } from '@touchline/contracts'
import {
  type Database,
  type GrantsInForce,
  insertPartnerGrant,
  inTransaction,
  lockGrantsInForce,
  type PartnerGrantEntry,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const createPartnerGrantInput = z.object({
  partner: providerNameSchema,
  pattern: matchPatternSchema,
  /** At most ten years. */
  expiresInHours: z.int().min(1).max(87_600).optional(),
})

/** In force at once. Intake keeps them all in memory, and holds each match against a partner's wildcards. */
export const grantBounds = { ofPartner: 1_000, wildcardsOfPartner: 100, all: 10_000 } as const

const hourMs = 3_600_000

/** Lets a partner write a match, or all that fit a pattern; intake knows within two seconds. */
export async function createPartnerGrant(
  database: Database,
  { partner, pattern, expiresInHours }: z.output<typeof createPartnerGrantInput>,
  actor: Actor,
): Promise<Outcome<PartnerGrantEntry, 'state-conflict'>> {
  const expiresAt =
    expiresInHours === undefined ? null : new Date(Date.now() + expiresInHours * hourMs).toISOString()
  return inTransaction(database.pool, async tx => {
    const fault = faultOf(pattern, await lockGrantsInForce(tx, { partner, pattern }))
    if (fault !== undefined) return failed('state-conflict', [{ path: 'pattern', message: fault }])
    const grant = await insertPartnerGrant(tx, { partner, pattern, createdBy: actor.name, expiresAt })
    await audit(tx, actor, {
      action: 'partnerGrant.create',
      subject: { kind: 'partner', id: partner },
      details: { grantId: grant.id, pattern, expiresAt },
    })
    return succeeded(grant)
  })
}

function faultOf(pattern: string, inForce: GrantsInForce): string | undefined {
  const { ofPartner, wildcardsOfPartner, all } = grantBounds
  if (inForce.sameId !== null) return `this partner has it already: grant ${inForce.sameId}`
  if (inForce.ofPartner >= ofPartner)
    return `this partner has ${ofPartner} grants in force: revoke some first`
  if (isWildcard(pattern) && inForce.wildcardsOfPartner >= wildcardsOfPartner)
    return `this partner has ${wildcardsOfPartner} patterns in force: revoke some first`
  return inForce.all >= all ? `${all} grants are in force: revoke some first` : undefined
}
