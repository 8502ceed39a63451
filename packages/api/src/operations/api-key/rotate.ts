import {
  type ApiKeyEntry,
  type Database,
  insertApiKey,
  inTransaction,
  lockApiKey,
  retireApiKey,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import type { CreatedApiKey, KeyPepper } from './create.ts'
import { keyIdSchema } from './key-id.ts'
import { newKeyText } from './key-text.ts'

export const rotateApiKeyInput = z.object({
  keyId: keyIdSchema,
  /** How long the old key goes on beside the new one. */
  overlapHours: z.int().min(1).max(720).default(24),
})

export interface RotatedApiKey extends CreatedApiKey {
  readonly old: ApiKeyEntry
}

/** A new key with all that the old one may; the old one ends after the overlap. For at once, revoke it. */
export async function rotateApiKey(
  { database, pepper }: { readonly database: Database } & KeyPepper,
  { keyId, overlapHours }: z.output<typeof rotateApiKeyInput>,
  actor: Actor,
): Promise<Outcome<RotatedApiKey, 'api-key-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    const before = await lockApiKey(tx, keyId)
    if (!before) return failed('api-key-not-found')
    const { owner, name, scopes, tier, requestsPerMinute } = before
    if (before.revokedAt !== null || before.replacedBy !== null || hasEnded(before))
      return failed('state-conflict')
    const made = newKeyText(pepper)
    const apiKey = await insertApiKey(tx, {
      ...{ owner, name, scopes, tier, requestsPerMinute },
      keyId: made.keyId,
      hash: made.hash,
      createdBy: actor.name,
      expiresAt: before.expiresAt,
    })
    const old = await retireApiKey(tx, { keyId, replacedBy: made.keyId, afterSeconds: overlapHours * 3_600 })
    const details = { replacedBy: made.keyId, overlapHours }
    await audit(tx, actor, { action: 'apiKey.rotate', subject: { kind: 'api-key', id: keyId }, details })
    return succeeded({ key: made.text, apiKey, old })
  })
}

const hasEnded = ({ expiresAt }: ApiKeyEntry): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= Date.now()
