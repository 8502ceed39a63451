import { plainText, revocableKindSchema } from '@touchline/contracts'
import { type Database, listRevocations, type RevocationEntry } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'

export const listRevocationsInput = z.object({
  kind: revocableKindSchema.optional(),
  subject: plainText(128).optional(),
  /** The `next` of the page before. */
  after: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'must be the next of a page')
    .optional(),
  limit: z.int().min(1).max(500).default(50),
})

export interface RevocationPageView {
  readonly items: readonly RevocationEntry[]
  /** Null on the last page. */
  readonly next: string | null
}

/** The newest first, those that have ended too. */
export async function listAllRevocations(
  database: Database,
  { kind, subject, after, limit }: z.output<typeof listRevocationsInput>,
): Promise<Outcome<RevocationPageView, never>> {
  const found = await listRevocations(database, { kind, subject, before: after, limit: limit + 1 })
  const items = found.slice(0, limit)
  return succeeded({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null })
}
