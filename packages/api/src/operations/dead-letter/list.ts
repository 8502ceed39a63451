import { type Database, type LetterPlace, type LetterSummary, listLetters } from '@touchline/db'
import { z } from 'zod'
import { filterFaults } from '../masking/hidden-filter.ts'
import { readKnownMatches } from '../masking/known-matches.ts'
import { publicSummary } from '../masking/letter-view.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { letterFilterSchema } from './choice.ts'

export const listDeadLettersInput = z.object({
  filter: letterFilterSchema.default({}),
  /** The `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~[1-9]\d{0,17}$/, 'must be the next of a page')
    .refine(text => !Number.isNaN(Date.parse(text.split('~')[0] ?? '')), 'must be the next of a page')
    .optional(),
  limit: z.int().min(1).max(500).default(50),
})

export interface DeadLetterPage {
  readonly items: readonly LetterSummary[]
  /** Null on the last page. */
  readonly next: string | null
}

/** Dead letters, the last failed first. `invalid-input`: the filter is about what is hidden. */
export async function listDeadLetters(
  database: Database,
  { filter, after, limit }: z.output<typeof listDeadLettersInput>,
): Promise<Outcome<DeadLetterPage, 'invalid-input'>> {
  const faults = await filterFaults(database, filter, 'filter')
  if (faults.length > 0) return failed('invalid-input', faults)
  const page = { filter, limit: limit + 1, ...(after === undefined ? {} : { after: placeOf(after) }) }
  const found = await listLetters(database, page)
  const known = await readKnownMatches(
    database,
    found.map(({ matchId }) => matchId),
  )
  const items = found.slice(0, limit).map(letter => publicSummary(letter, known))
  const last = items.at(-1)
  const next = last && found.length > limit ? `${last.lastFailedAt}~${last.id}` : null
  return succeeded({ items, next })
}

function placeOf(text: string): LetterPlace {
  const [lastFailedAt = '', id = ''] = text.split('~')
  return { lastFailedAt, id }
}
