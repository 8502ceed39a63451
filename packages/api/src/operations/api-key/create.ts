import { apiKeyScopeSchema, apiKeyScopes, plainText, tierSchema } from '@touchline/contracts'
import { type ApiKeyEntry, type Database, insertApiKey, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { newKeyText } from './key-text.ts'

export const createApiKeyInput = z.object({
  owner: plainText(128),
  name: plainText(128),
  scopes: z
    .array(apiKeyScopeSchema)
    .min(1)
    .default([...apiKeyScopes])
    .transform(scopes => [...new Set(scopes)]),
  tier: tierSchema.default('free'),
  /** Default: what the tier has. */
  requestsPerMinute: z.int().min(1).max(1_000_000).optional(),
  expiresInDays: z.int().min(1).max(3_650).optional(),
})

/** What keys are made and checked with. Who knows it, and the table, still can't guess a key. */
export interface KeyPepper {
  readonly pepper: string
}

export interface CreatedApiKey {
  /** The key itself: it is nowhere stored and can't be shown again. */
  readonly key: string
  readonly apiKey: ApiKeyEntry
}

const dayMs = 86_400_000

export async function createApiKey(
  { database, pepper }: { readonly database: Database } & KeyPepper,
  { requestsPerMinute, expiresInDays, ...input }: z.output<typeof createApiKeyInput>,
  actor: Actor,
): Promise<Outcome<CreatedApiKey, never>> {
  const { text, keyId, hash } = newKeyText(pepper)
  const expiresAt =
    expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * dayMs).toISOString()
  return inTransaction(database.pool, async tx => {
    const apiKey = await insertApiKey(tx, {
      ...input,
      keyId,
      hash,
      requestsPerMinute: requestsPerMinute ?? null,
      createdBy: actor.name,
      expiresAt,
    })
    const details = { ...input, requestsPerMinute, expiresAt }
    await audit(tx, actor, { action: 'apiKey.create', subject: { kind: 'api-key', id: keyId }, details })
    return succeeded({ key: text, apiKey })
  })
}
