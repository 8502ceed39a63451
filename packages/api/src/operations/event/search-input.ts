import {
  eventTypes,
  laneSchema,
  matchIdSchema,
  plainText,
  sourceEventIdSchema,
  sourceSchema,
} from '@touchline/contracts'
import type { EventPlace } from '@touchline/db'
import { z } from 'zod'
import { askedTimeSchema } from '../asked-time.ts'
import { readSearchText } from './search-text.ts'

/** Sensors' readings of where somebody is: they have no words, and are found by id, or in one match by time. */
export const readingTypes: readonly string[] = ['ball-tracked', 'player-tracked']

const afterPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([A-Za-z0-9._-]{1,64})~(\d{1,10})$/

const fields = z.strictObject({
  /** Words, "phrases", -left -out, `or`; the last word may be the beginning of one. */
  text: plainText(200).optional(),
  matchId: matchIdSchema.optional(),
  source: sourceSchema.optional(),
  type: z.enum(eventTypes).optional(),
  lane: laneSchema.optional(),
  /** When they happened, both ends included. */
  from: askedTimeSchema.optional(),
  to: askedTimeSchema.optional(),
  /** The id that its source gave it. */
  id: sourceEventIdSchema.optional(),
  correlationId: plainText(64).optional(),
  /** The `next` of the page before. */
  after: z
    .string()
    .regex(afterPattern, 'must be the next of a page')
    .refine(text => !Number.isNaN(Date.parse(text.slice(0, 24))), 'must be the next of a page')
    .optional(),
  limit: z.int().min(1).max(200).default(50),
})

type Fields = z.output<typeof fields>
type Check = (asked: Fields) => { readonly path: keyof Fields; readonly message: string } | undefined

const checks: readonly Check[] = [
  ({ text }) => {
    const read = text === undefined ? undefined : readSearchText(text)
    return read && !read.ok ? { path: 'text', message: read.message } : undefined
  },
  ({ from, to }) =>
    from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)
      ? { path: 'to', message: 'is before the beginning' }
      : undefined,
  ({ type, matchId, id }) =>
    type !== undefined && readingTypes.includes(type) && matchId === undefined && id === undefined
      ? { path: 'matchId', message: 'is needed: these readings are found by their id, or in one match' }
      : undefined,
  ({ type, text }) =>
    type !== undefined && readingTypes.includes(type) && text !== undefined
      ? { path: 'text', message: 'finds nothing: these readings have no words' }
      : undefined,
]

export const searchEventsInput = fields.superRefine((asked, context) => {
  for (const check of checks) {
    const fault = check(asked)
    if (fault) context.addIssue({ code: 'custom', path: [fault.path], message: fault.message })
  }
})
export type AskedEvents = z.output<typeof searchEventsInput>

/** Reads a `next`. */
export function placeOf(after: string | undefined): EventPlace | undefined {
  const [, occurredAt = '', matchId = '', seq = ''] = afterPattern.exec(after ?? '') ?? []
  return after === undefined ? undefined : { occurredAt, matchId, seq: Number(seq) }
}

export const nextAfter = ({ occurredAt, matchId, seq }: EventPlace): string =>
  `${occurredAt}~${matchId}~${seq}`
