import { z } from 'zod'
import { eventTimeSchema, instantSchema, openRecord, plainText, wellFormedText } from './ids.ts'
import { positionPattern } from './position.ts'

/** `home` is the side named first in the fixture. */
export const sideSchema = z.enum(['home', 'away'])
export type Side = z.infer<typeof sideSchema>

const name = plainText(120)
/** Pitch coordinates: 0 to 1 along and across the pitch, a little beyond its lines. */
const pointSchema = z.object({ x: z.number(), y: z.number() })
export type Point = z.infer<typeof pointSchema>

export const fixtureSchema = z.object({
  home: name,
  away: name,
  competition: name.optional(),
  venue: name.optional(),
  kickoffAt: eventTimeSchema.optional(),
})
export type Fixture = z.infer<typeof fixtureSchema>

const empty = z.object({})
const play = z.object({
  team: sideSchema,
  player: name.optional(),
  receiver: name.optional(),
  detail: name.optional(),
  start: pointSchema.optional(),
  end: pointSchema.optional(),
})

/** Payloads of what broadcast partners send, by event type. */
export const broadcastPayloads = {
  'match-scheduled': fixtureSchema,
  'period-started': empty,
  'period-ended': empty,
  'match-ended': empty,
  /** `team` is the side that the goal counts for, own goals too. */
  'goal-scored': play.extend({
    kind: z.enum(['open-play', 'penalty', 'free-kick', 'own-goal']).optional(),
    assist: name.optional(),
  }),
  /** The score as it stands, whatever was counted before: what happened earlier does not count any more. */
  'score-corrected': z.object({
    home: z.int().min(0).max(99),
    away: z.int().min(0).max(99),
    reason: name.optional(),
  }),
  'card-shown': play.extend({ card: z.enum(['yellow', 'second-yellow', 'red']) }),
  'injury-reported': z.object({ team: sideSchema, player: name.optional(), detail: name.optional() }),
  'substitution-made': z.object({ team: sideSchema, playerIn: name, playerOut: name }),
  'shot-taken': play.extend({ outcome: z.enum(['saved', 'off-target', 'blocked', 'woodwork']) }),
  'pass-made': play,
  'ball-carried': play,
  'ball-recovered': play,
  'ball-lost': play,
  'ball-out': play,
  'challenge-contested': play,
  'foul-suffered': play,
  'set-piece-taken': play.extend({
    kind: z.enum(['kick-off', 'throw-in', 'free-kick', 'corner', 'penalty', 'goal-kick', 'other']),
  }),
  'commentary-published': z.object({ text: plainText(1_000), lang: z.string().regex(/^[a-z]{2,3}$/) }),
  /** What an interruption or a ruling makes of the match; `score` fixes the result of an awarded one. */
  'status-changed': z.object({
    status: z.enum(['suspended', 'resumed', 'abandoned', 'postponed', 'cancelled', 'awarded']),
    score: z.object({ home: z.int().min(0).max(99), away: z.int().min(0).max(99) }).optional(),
    reason: name.optional(),
  }),
  /** An action for which there is no type of its own, under the name that its supplier gives it. */
  'other-reported': play.extend({ team: sideSchema.optional(), action: name }),
} as const

/** What operators alone put into the log, beside corrections in the broadcast partners' own types. */
export const operatorPayloads = {
  /** Where several partners cover a match: whose facts make its state. */
  'primary-provider-changed': z.object({ provider: plainText(64) }),
} as const

/** What one version of an event said. */
const versionSchema = z.object({
  type: wellFormedText,
  occurredAt: instantSchema,
  clock: z.object({ period: z.int(), seconds: z.number() }),
  payload: openRecord,
  /** True: this version was not counted, as the `isBackup` of its event says. */
  isBackup: z.literal(true).optional(),
})
export type EventVersionContent = z.infer<typeof versionSchema>

/** `position`: of the event that is revised or withdrawn; null: it was never in the feed. */
const revised = z.object({
  position: z.string().regex(positionPattern).nullable(),
  revision: z.number().optional(),
})

/**
 * Payloads of what the feed says of its own earlier events. Each carries what held before, so that whoever counts can
 * take it back; null where nothing held.
 */
export const revisionPayloads = {
  'event-revised': revised.extend({ previous: versionSchema.nullable(), event: versionSchema }),
  'event-withdrawn': revised.extend({ previous: versionSchema.nullable() }),
} as const

/** Payloads of what stadium sensors measure, by event type. */
export const sensorPayloads = {
  'ball-tracked': pointSchema.extend({ heightMetres: z.number().optional(), speedMps: z.number() }),
  'player-tracked': pointSchema.extend({ team: sideSchema, player: name, speedMps: z.number() }),
  'goal-line-crossed': z.object({ team: sideSchema, confidence: z.number() }),
  'crowd-noise-measured': z.object({ decibels: z.number() }),
} as const

/** Payloads of what social feeds carry, by event type. */
export const socialPayloads = {
  'post-published': z.object({
    author: plainText(80),
    text: plainText(1_000),
    lang: z
      .string()
      .regex(/^[a-z]{2,3}$/)
      .optional(),
    likes: z.int().nonnegative().optional(),
  }),
} as const
