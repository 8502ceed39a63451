import { plainText } from '@touchline/contracts'
import { type Database, listPartnerGrants, type PartnerGrantEntry } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'

export const listPartnerGrantsInput = z.object({
  partner: plainText(128).optional(),
  /** Leaves out those that were revoked or have expired. */
  inForceOnly: z.boolean().default(false),
  /** The `next` of the page before. */
  after: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'must be the next of a page')
    .optional(),
  limit: z.int().min(1).max(500).default(50),
})

export interface PartnerGrantPageView {
  readonly items: readonly PartnerGrantEntry[]
  /** Null on the last page. */
  readonly next: string | null
}

/** The newest first. */
export async function listAllPartnerGrants(
  database: Database,
  { limit, ...asked }: z.output<typeof listPartnerGrantsInput>,
): Promise<Outcome<PartnerGrantPageView, never>> {
  const found = await listPartnerGrants(database, { ...asked, limit: limit + 1 })
  const items = found.slice(0, limit)
  return succeeded({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null })
}
