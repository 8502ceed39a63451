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
import {
  getSegment,
  type MatchSegment,
  matchSegmentSchema,
  segmentEvents,
} from '../operations/match/get-segment.ts'
import { getMatchStats, matchStatsSchema } from '../operations/match/get-stats.ts'
import { listMatches } from '../operations/match/list-matches.ts'
import { pageEvents } from '../operations/match/page-events.ts'
import type { Outcome } from '../operations/outcome.ts'
import { matchPresence, presenceSchema } from '../operations/presence/count-presence.ts'

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
  /** The Cache-Control of a reply. All replies carry an ETag beside it. */
  cacheControl(reply: unknown): string
  /** Throws a ZodError for input with faults. */
  run(context: ApiContext, rawInput: unknown): Promise<Outcome<unknown>>
}

interface Row<I extends z.ZodObject, T> extends Omit<RestOperation, 'input' | 'run' | 'cacheControl'> {
  readonly input: I
  /** How a reply may be kept, where that is the same for all of them. Default: a second. */
  readonly kept?: string | ((reply: T) => string)
  run(context: ApiContext, input: z.output<I>): Promise<Outcome<T>>
}

const forASecond = 'public, max-age=1'
/** May be kept, and must be asked after each time: a page that others count on is never old. */
const asked = 'no-cache'
const forEver = 'public, max-age=31536000, immutable'
const whileOpen = 'public, max-age=1, stale-while-revalidate=5'

const read = <I extends z.ZodObject, T>({ run, kept = forASecond, ...row }: Row<I, T>): RestOperation => ({
  ...row,
  cacheControl: reply => (typeof kept === 'string' ? kept : kept(reply as T)),
  run: (context, rawInput) => run(context, row.input.parse(rawInput)),
})

export const matchListSchema = z.object({ items: z.array(matchSnapshotSchema) })
export const eventPageSchema = z.object({
  items: z.array(matchEventSchema),
  next: positionTextSchema
    .nullable()
    .describe('Where to go on if there may be more; null at the end of what is stored.'),
})

const maxSeq = 2 ** 31 - 1
const numberSchema = z.coerce.number().int().min(0).max(maxSeq)
const delaySchema = z.coerce.number().int().min(0).max(60)
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
    summary: 'One match as of its newest event, or as a feed shows it that is so many seconds behind.',
    path: '/v1/matches/{matchId}',
    input: z.object({ matchId: matchIdSchema, delaySeconds: delaySchema.optional() }),
    reply: matchSnapshotSchema,
    errors: ['invalid-input', 'match-not-found'],
    run: ({ database, now }, input) => getMatch(database, input, now),
  }),
  read({
    operationId: 'listMatchEvents',
    summary:
      'The feed of a match after a position, in order: what revises or withdraws an event is an item of its own, later. A position of an epoch that no longer holds starts over.',
    path: '/v1/matches/{matchId}/events',
    input: z.object({ matchId: matchIdSchema, after: positionTextSchema.optional(), limit: limitSchema }),
    reply: eventPageSchema,
    errors: ['invalid-input', 'match-not-found'],
    kept: asked,
    run: ({ database }, input) => pageEvents(database, input),
  }),
  read({
    operationId: 'getMatchSegment',
    summary: `${segmentEvents} events of a match under a name of their own: the past, for caches to keep.`,
    path: '/v1/matches/{matchId}/segments/{epoch}/{number}',
    input: z.object({
      matchId: matchIdSchema,
      epoch: numberSchema.min(1),
      number: numberSchema.max(Math.floor(maxSeq / segmentEvents)),
    }),
    reply: matchSegmentSchema,
    errors: ['invalid-input', 'not-found'],
    kept: ({ complete }: MatchSegment) => (complete ? forEver : whileOpen),
    run: ({ database }, input) => getSegment(database, input),
  }),
  read({
    operationId: 'getMatchPresence',
    summary: 'How many watch a match now, coarser as the crowd grows.',
    path: '/v1/matches/{matchId}/presence',
    input: z.object({ matchId: matchIdSchema }),
    reply: presenceSchema,
    errors: ['invalid-input', 'match-not-found'],
    run: ({ database, now }, input) => matchPresence(database, input, now()),
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
