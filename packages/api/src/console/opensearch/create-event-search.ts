import type { Database } from '@touchline/db'
import { createBreaker } from '@touchline/resilience'
import { createPostgresSearch } from '../../operations/event/postgres-search.ts'
import type { EventSearch } from '../../operations/event/search-engine.ts'
import { OpenSearchAway, type OpenSearchPlace } from './caller.ts'
import { createDegradingSearch } from './degrading-search.ts'
import { createOpenSearch } from './opensearch-search.ts'

export interface EventSearchOptions {
  readonly database: Pick<Database, 'pool'>
  /** Undefined: PostgreSQL answers. */
  readonly openSearch?: OpenSearchPlace | undefined
  readonly now: () => Date
  readonly onError: (error: unknown) => void
}

const failures = 2
const openMs = 5_000

/** The search of a console: OpenSearch where there is one, and PostgreSQL where there is none or it is away. */
export function createEventSearch({ database, openSearch, now, onError }: EventSearchOptions): EventSearch {
  const fallback = createPostgresSearch({ database, now })
  if (!openSearch) return fallback
  const isFailure = (error: unknown) => error instanceof OpenSearchAway
  const breaker = createBreaker({ failures, openMs, isFailure })
  const first = createOpenSearch({ ...openSearch, now })
  return createDegradingSearch({ first, fallback, breaker, onError, nowMs: () => now().getTime() })
}
