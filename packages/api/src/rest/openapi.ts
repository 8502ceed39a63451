import {
  type ErrorCode,
  errorCodes,
  matchEventSchema,
  matchSnapshotSchema,
  revisionPayloads,
} from '@touchline/contracts'
import { z } from 'zod'
import { httpStatusOf, messageOf } from '../error-map.ts'
import { matchSegmentSchema } from '../operations/match/get-segment.ts'
import { matchStatsSchema } from '../operations/match/get-stats.ts'
import { presenceSchema } from '../operations/presence/count-presence.ts'
import { eventPageSchema, matchListSchema, type RestOperation, restOperations } from './operations.ts'

const errorSchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    retryable: z.boolean().describe('Whether the same request may succeed later without being changed.'),
  }),
})

const named = z.registry<{ id: string }>()
named.add(matchSnapshotSchema, { id: 'Match' })
named.add(matchEventSchema, { id: 'MatchEvent' })
named.add(
  revisionPayloads['event-revised'].describe(
    'The payload of an event of type event-revised: what the event at `position` said, and what it says now.',
  ),
  { id: 'EventRevised' },
)
named.add(
  revisionPayloads['event-withdrawn'].describe(
    'The payload of an event of type event-withdrawn: the event at `position` does not count any more.',
  ),
  { id: 'EventWithdrawn' },
)
named.add(matchListSchema, { id: 'MatchList' })
named.add(eventPageSchema, { id: 'EventPage' })
named.add(matchStatsSchema, { id: 'MatchStats' })
named.add(matchSegmentSchema, { id: 'MatchSegment' })
named.add(presenceSchema, { id: 'Presence' })
named.add(errorSchema, { id: 'Error' })

const cacheHeaders = {
  ETag: { description: 'For If-None-Match', schema: { type: 'string' } },
  'Cache-Control': { description: 'How long it may be kept', schema: { type: 'string' } },
}
const refTo = (id: string) => `#/components/schemas/${id}`
/** What any read may answer beside its own errors. */
const everywhere: readonly ErrorCode[] = ['rate-limited', 'unavailable', 'internal']

/** The OpenAPI 3.1 document of the REST interface, made from the same table and schemas as its routes. */
export function openApiDocument(version: string): Record<string, unknown> {
  return {
    openapi: '3.1.1',
    info: { title: 'Touchline', version, description: 'Reads of live matches and their events.' },
    paths: Object.fromEntries(restOperations.map(operation => [operation.path, { get: pageOf(operation) }])),
    components: { schemas: componentSchemas() },
  }
}

function componentSchemas() {
  const { schemas } = z.toJSONSchema(named, { uri: refTo })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  )
}

function pageOf({ operationId, summary, path, input, reply, errors }: RestOperation) {
  return {
    operationId,
    summary,
    parameters: Object.entries(input.shape).map(([name, schema]) => parameter(path, name, schema)),
    responses: {
      200: { ...answer('OK', named.get(reply)?.id ?? operationId), headers: cacheHeaders },
      304: { description: 'What If-None-Match names still holds' },
      ...Object.fromEntries(
        [...errors, ...everywhere].map(code => [httpStatusOf(code), answer(messageOf(code), 'Error')]),
      ),
    },
  }
}

function parameter(path: string, name: string, schema: z.core.$ZodType) {
  const inPath = path.includes(`{${name}}`)
  const { $schema: _dialect, ...jsonSchema } = z.toJSONSchema(schema)
  const optional = z.safeParse(schema, undefined).success
  return { name, in: inPath ? 'path' : 'query', required: inPath || !optional, schema: jsonSchema }
}

const answer = (description: string, id: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: refTo(id) } } },
})
