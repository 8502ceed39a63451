import {
  type ErrorCode,
  matchEventSchema,
  matchIdSchema,
  matchSnapshotSchema,
  positionTextSchema,
} from '@touchline/contracts'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { getMatch } from '../operations/match/get-match.ts'
import { getMatchStats, matchStatsSchema } from '../operations/match/get-stats.ts'
import { listMatches } from '../operations/match/list-matches.ts'
import { pageEvents } from '../operations/match/page-events.ts'
import type { Outcome } from '../operations/outcome.ts'

/** One read of the REST interface: its route and its page in the OpenAPI document come from the same row. */
export interface RestOperation {
  readonly operationId: string
  readonly summary: string
  /** Parameters stand in braces, as in OpenAPI. */
  readonly path: string
  /** Path and query parameters, by name; values come as text. */
  readonly input: z.ZodObject
  readonly reply: z.ZodType
  readonly errors: readonly ErrorCode[]
  /** Throws a ZodError for input with faults. */
  run(context: ApiContext, rawInput: unknown): Promise<Outcome<unknown>>
}

interface Row<I extends z.ZodObject> extends Omit<RestOperation, 'input' | 'run'> {
  readonly input: I
  run(context: ApiContext, input: z.output<I>): Promise<Outcome<unknown>>
}

const read = <I extends z.ZodObject>({ run, ...row }: Row<I>): RestOperation => ({
  ...row,
  run: (context, rawInput) => run(context, row.input.parse(rawInput)),
})

export const matchListSchema = z.object({ items: z.array(matchSnapshotSchema) })
export const eventPageSchema = z.object({
  items: z.array(matchEventSchema),
  next: positionTextSchema
    .nullable()
    .describe('Where to go on if there may be more; null at the end of what is stored.'),
})

const limitSchema = z.coerce.number().int().min(1).max(1_000).default(100)

export const restOperations: readonly RestOperation[] = [
  read({
    operationId: 'listMatches',
    summary: 'The matches known, newest first, at most 100.',
    path: '/v1/matches',
    input: z.object({}),
    reply: matchListSchema,
    errors: [],
    run: ({ database }) => listMatches(database),
  }),
  read({
    operationId: 'getMatch',
    summary: 'One match as of its newest event.',
    path: '/v1/matches/{matchId}',
    input: z.object({ matchId: matchIdSchema }),
    reply: matchSnapshotSchema,
    errors: ['invalid-input', 'match-not-found'],
    run: ({ database }, input) => getMatch(database, input),
  }),
  read({
    operationId: 'listMatchEvents',
    summary:
      'Events of a match after a position, in order. A position of an epoch that no longer holds starts over.',
    path: '/v1/matches/{matchId}/events',
    input: z.object({ matchId: matchIdSchema, after: positionTextSchema.optional(), limit: limitSchema }),
    reply: eventPageSchema,
    errors: ['invalid-input', 'match-not-found'],
    run: ({ database }, input) => pageEvents(database, input),
  }),
  read({
    operationId: 'getMatchStats',
    summary: 'Possession, shots and pace of a match, and how fast its events came.',
    path: '/v1/matches/{matchId}/stats',
    input: z.object({ matchId: matchIdSchema }),
    reply: matchStatsSchema,
    errors: ['invalid-input', 'match-not-found'],
    run: ({ database }, input) => getMatchStats(database, input),
  }),
]
