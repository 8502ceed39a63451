import { countLetterChoices, type Database, type LetterChoiceCount } from '@touchline/db'
import { z } from 'zod'
import { askedTimeSchema } from '../asked-time.ts'
import { readKnownMatches } from '../masking/known-matches.ts'
import { isErrorCode, isEventType, isShownMatch } from '../masking/letter-view.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { ShortCache } from '../short-cache.ts'

export const letterChoicesInput = z.object({
  from: askedTimeSchema.optional(),
  to: askedTimeSchema.optional(),
})

/** A value to choose by, and how many letters have it. */
export interface ChoiceCount {
  readonly value: string
  readonly letters: number
}

/** The most frequent first, at most 50 of each; what is hidden is no choice. */
export interface LetterChoices {
  readonly topics: readonly ChoiceCount[]
  readonly sources: readonly ChoiceCount[]
  readonly stages: readonly ChoiceCount[]
  readonly dispositions: readonly ChoiceCount[]
  readonly states: readonly ChoiceCount[]
  readonly codes: readonly ChoiceCount[]
  readonly matches: readonly ChoiceCount[]
  readonly eventTypes: readonly ChoiceCount[]
}

const maxOfEach = 50

/** Every open page asks for the same, and what there is to choose from changes slowly. */
const kept = { freshMs: 10_000, maxEntries: 100 }
const caches = new WeakMap<object, ShortCache<LetterChoices>>()

/** What the letters of a time can be filtered by; up to ten seconds old. */
export async function letterChoices(
  database: Database,
  span: z.output<typeof letterChoicesInput>,
): Promise<Outcome<LetterChoices, never>> {
  const cache = caches.get(database) ?? new ShortCache<LetterChoices>(kept)
  caches.set(database, cache)
  return succeeded(
    await cache.get(JSON.stringify(span), performance.now(), () => readChoices(database, span)),
  )
}

async function readChoices(
  database: Database,
  span: z.output<typeof letterChoicesInput>,
): Promise<LetterChoices> {
  const counted = await countLetterChoices(database, span, maxOfEach)
  const of = (wanted: LetterChoiceCount['kind']) =>
    counted.flatMap(({ kind, value, letters }) => (kind === wanted ? [{ value, letters }] : []))
  const matches = of('match')
  const known = await readKnownMatches(
    database,
    matches.map(({ value }) => value),
  )
  return {
    topics: of('topic'),
    sources: of('source'),
    stages: of('stage'),
    dispositions: of('disposition'),
    states: of('state'),
    codes: of('code').filter(({ value }) => isErrorCode(value)),
    matches: matches.filter(({ value }) => isShownMatch(value, known)),
    eventTypes: of('type').filter(({ value }) => isEventType(value)),
  }
}
