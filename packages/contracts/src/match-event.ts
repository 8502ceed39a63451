import { z } from 'zod'
import {
  instantSchema,
  laneSchema,
  matchIdSchema,
  openRecord,
  sourceEventIdSchema,
  sourceSchema,
  wellFormedText,
} from './ids.ts'
import {
  broadcastPayloads,
  fixtureSchema,
  operatorPayloads,
  revisionPayloads,
  sensorPayloads,
  sideSchema,
  socialPayloads,
} from './payloads.ts'
import { clockSchema } from './source-event.ts'

export const scoreSchema = z.object({ home: z.int().nonnegative(), away: z.int().nonnegative() })
export type Score = z.infer<typeof scoreSchema>

const payloads = {
  ...broadcastPayloads,
  ...sensorPayloads,
  ...socialPayloads,
  ...operatorPayloads,
  ...revisionPayloads,
}
export type EventPayloads = { [K in keyof typeof payloads]: z.infer<(typeof payloads)[K]> }
export type EventType = keyof EventPayloads
export const eventTypes = Object.keys(payloads) as [EventType, ...EventType[]]

export const matchStatusSchema = z.enum([
  'scheduled',
  'live',
  'paused',
  'suspended',
  'ended',
  'abandoned',
  'postponed',
  'cancelled',
  'awarded',
])
export type MatchStatus = z.infer<typeof matchStatusSchema>

const tallySchema = z.object({ home: z.int(), away: z.int() })

/** What a match's events have led to. Plain JSON: it is stored as it stands. */
export const matchStateSchema = z.object({
  status: matchStatusSchema,
  fixture: fixtureSchema.nullable(),
  score: scoreSchema,
  clock: clockSchema,
  /** When the clock read `clock`; lets a page run it on between events. Null before an event has told. */
  clockAt: instantSchema.nullable(),
  yellowCards: tallySchema,
  redCards: tallySchema,
  shots: tallySchema,
  /** Goals of the shoot-out, which never count in the score. Absent: there is none. */
  penalties: tallySchema.optional(),
  /** Each kick of the shoot-out, in order. */
  penaltyKicks: z
    .array(z.object({ team: sideSchema, scored: z.boolean(), player: wellFormedText.optional() }))
    .optional(),
  /** When the score was last corrected: goals from before that are in it. Absent: never. */
  scoreAsOf: instantSchema.optional(),
})
export type MatchState = Readonly<z.infer<typeof matchStateSchema>>

/** A match as of position `epoch:lastSeq`. */
export const matchSnapshotSchema = matchStateSchema.extend({
  matchId: matchIdSchema,
  epoch: z.int().positive(),
  lastSeq: z.int().nonnegative(),
  updatedAt: instantSchema,
})
export type MatchSnapshot = z.infer<typeof matchSnapshotSchema>

/** What an event carries of the state that it led to: its score it has itself. */
export const carriedStateSchema = matchStateSchema.omit({ score: true }).extend({
  /** `penaltyKicks` are left out: they are those of the state before. */
  keepsKicks: z.literal(true).optional(),
})
export type CarriedState = Readonly<z.infer<typeof carriedStateSchema>>

/** The stored, enriched event, as fans and partners receive it. `score` is the score after the event. */
export const matchEventSchema = z.object({
  matchId: matchIdSchema,
  epoch: z.int().positive(),
  seq: z.int().positive(),
  type: z.enum(eventTypes),
  lane: laneSchema,
  source: sourceSchema,
  sourceEventId: sourceEventIdSchema,
  occurredAt: instantSchema,
  ingestedAt: instantSchema,
  storedAt: instantSchema,
  /** When the relay sent it on; absent where it was read from the store instead. */
  relayedAt: instantSchema.optional(),
  /** When the gateway wrote it to this connection, or to all that got it together; absent in REST pages. */
  writtenAt: instantSchema.optional(),
  clock: clockSchema,
  score: scoreSchema,
  correlationId: wellFormedText,
  /** True: reported by a partner that is not the match's primary one, and so not counted in its state. */
  isBackup: z.literal(true).optional(),
  /** True: its partner told no clock; `clock` is that of the match, run on. Partners' events alone say so. */
  isClockDerived: z.literal(true).optional(),
  /** The match's state after the event, but for the score; absent where `plainlyAfter` tells it from the one before. */
  state: carriedStateSchema.optional(),
  payload: openRecord,
})
type AnyMatchEvent = Omit<z.infer<typeof matchEventSchema>, 'type' | 'payload'>
/** Told apart by `type`: narrowing it types `payload`. */
export type MatchEvent = {
  [K in EventType]: AnyMatchEvent & { type: K; payload: EventPayloads[K] }
}[EventType]
