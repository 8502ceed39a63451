import { type Database, searchDocuments } from '@touchline/db'
import type { EventSearch } from './search-engine.ts'
import { toWordQuery } from './search-text.ts'

export interface PostgresSearchOptions {
  readonly database: Pick<Database, 'pool'>
  readonly now: () => Date
}

/** The search that is always there: the store's own full text. */
export const createPostgresSearch = ({ database, now }: PostgresSearchOptions): EventSearch => ({
  search: async ({ words, limit, ...question }) => {
    const asOf = now().toISOString()
    const found = await searchDocuments(database, {
      ...question,
      ...(words && { words: toWordQuery(words) }),
      limit: limit + 1,
    })
    return { places: found.slice(0, limit), isMore: found.length > limit, from: 'postgres', asOf }
  },
})
