import { z } from 'zod'
import type { EventSearch } from '../../operations/event/search-engine.ts'
import { aliasOf, createCaller, OpenSearchAway, type OpenSearchPlace } from './caller.ts'
import { toSearchBody } from './search-query.ts'

export interface OpenSearchOptions extends OpenSearchPlace {
  readonly now: () => Date
  /** Default 800. */
  readonly timeoutMs?: number
}

const answerSchema = z.object({
  timed_out: z.boolean(),
  hits: z.object({
    hits: z.array(
      z.object({
        _source: z.object({ matchId: z.string(), seq: z.int().positive(), occurredAt: z.iso.datetime() }),
      }),
    ),
  }),
})

/** Answers from OpenSearch alone; rejects with OpenSearchAway or OpenSearchRefused. */
export function createOpenSearch(options: OpenSearchOptions): EventSearch {
  const { now, timeoutMs = 800 } = options
  const call = createCaller(options)
  const path = `/${encodeURIComponent(aliasOf(options))}/_search`
  return {
    search: async question => {
      const asOf = now().toISOString()
      const body = JSON.stringify(toSearchBody(question, timeoutMs))
      const answer = answerSchema.safeParse(await call({ method: 'POST', path, body, timeoutMs }))
      if (!answer.success) throw new OpenSearchAway('what answers is no OpenSearch')
      if (answer.data.timed_out) throw new OpenSearchAway('OpenSearch did not come to the end in time')
      const found = answer.data.hits.hits.map(hit => hit._source)
      const places = found.slice(0, question.limit)
      return { places, isMore: found.length > question.limit, from: 'opensearch', asOf }
    },
  }
}
