import { plainText } from '@touchline/contracts'
import {
  type ApiKeyEntry,
  type Database,
  endApiKey,
  insertRevocation,
  inTransaction,
  lockApiKey,
  type RevocationEntry,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { keyIdSchema } from './key-id.ts'

export const revokeApiKeyInput = z.object({ keyId: keyIdSchema, reason: plainText(200) })

/** The key's own row refuses it for good; the note need only reach the gateways. */
const noteSeconds = 3_600

export interface RevokedApiKey {
  readonly apiKey: ApiKeyEntry
  readonly revocation: RevocationEntry
}

/** Ends a key for good: within a second no gateway takes it, and its sockets are closed. */
export async function revokeApiKey(
  database: Database,
  { keyId, reason }: z.output<typeof revokeApiKeyInput>,
  actor: Actor,
): Promise<Outcome<RevokedApiKey, 'api-key-not-found' | 'state-conflict'>> {
  return inTransaction(database.pool, async tx => {
    const before = await lockApiKey(tx, keyId)
    if (!before) return failed('api-key-not-found')
    if (before.revokedAt !== null) return failed('state-conflict')
    const note = { kind: 'api-key', subject: keyId, reason, by: actor.name, forSeconds: noteSeconds } as const
    const revocation = await insertRevocation(tx, note)
    const apiKey = await endApiKey(tx, keyId, actor.name)
    await audit(tx, actor, { action: 'apiKey.revoke', subject: { kind: 'api-key', id: keyId }, reason })
    return succeeded({ apiKey, revocation })
  })
}
