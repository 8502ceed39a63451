import { plainText } from '@touchline/contracts'
import { type ApiKeyEntry, type Database, listApiKeys } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'

export const listApiKeysInput = z.object({
  owner: plainText(128).optional(),
  /** The `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~[0-9a-z]{12}$/, 'must be the next of a page')
    .optional(),
  limit: z.int().min(1).max(500).default(50),
})

export interface ApiKeyPageView {
  readonly items: readonly ApiKeyEntry[]
  /** Null on the last page. */
  readonly next: string | null
}

/** The newest first; never anything that a key could be made from. */
export async function listAllApiKeys(
  database: Database,
  { owner, after, limit }: z.output<typeof listApiKeysInput>,
): Promise<Outcome<ApiKeyPageView, never>> {
  const [createdAt = '', keyId = ''] = after?.split('~') ?? []
  const found = await listApiKeys(database, {
    owner,
    limit: limit + 1,
    after: after === undefined ? undefined : { createdAt, keyId },
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return succeeded({ items, next: last && found.length > limit ? `${last.createdAt}~${last.keyId}` : null })
}
