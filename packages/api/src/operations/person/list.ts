import { plainText } from '@touchline/contracts'
import { type Database, listPeople, type SeenPerson } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'

export const listPeopleInput = z.object({
  kind: z.enum(['operators', 'fans']).default('operators'),
  /** Operators: a part of the name or address. Fans: the whole address, or the id. */
  text: plainText(254).optional(),
  /** The `next` of the page before. */
  after: plainText(254).optional(),
  limit: z.int().min(1).max(200).default(50),
})

export interface PeopleView {
  readonly items: readonly SeenPerson[]
  /** Null on the last page. */
  readonly next: string | null
}

/** By address; never what somebody signs in with. */
export async function listAllPeople(
  database: Database,
  { limit, ...page }: z.output<typeof listPeopleInput>,
): Promise<Outcome<PeopleView, never>> {
  const found = await listPeople(database, { ...page, limit: limit + 1 })
  const items = found.slice(0, limit)
  return succeeded({ items, next: found.length > limit ? (items.at(-1)?.email ?? null) : null })
}
