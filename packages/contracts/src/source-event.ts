import { z } from 'zod'
import {
  eventTimeSchema,
  instantSchema,
  matchIdSchema,
  type Source,
  sourceEventIdSchema,
  wellFormedText,
} from './ids.ts'
import {
  broadcastPayloads,
  fixtureSchema,
  operatorPayloads,
  sensorPayloads,
  socialPayloads,
} from './payloads.ts'

/** Period 1 and 2 are the halves, 3 and 4 extra time, 5 the shoot-out; seconds run from the period's start. */
export const clockSchema = z.object({ period: z.int(), seconds: z.number() })
export type Clock = z.infer<typeof clockSchema>

/** The source's count of an event's versions, or the time of its last change: the highest holds. */
export const revisionSchema = z.union([z.int().nonnegative(), eventTimeSchema])
export type Revision = z.infer<typeof revisionSchema>

const envelope = {
  matchId: matchIdSchema,
  sourceEventId: sourceEventIdSchema,
  occurredAt: instantSchema,
  clock: clockSchema.optional(),
  /** Lets a feed that joins mid-match name its teams; the first one seen is kept. */
  fixture: fixtureSchema.optional(),
  revision: revisionSchema.optional(),
}
const clockSkewMaxMs = 5 * 60_000

/** What ingest tells of how an event came; a correction of the event does not change it. */
const arrival = {
  /** When it counts as told among the versions of its event; absent: `ingestedAt`. */
  toldAt: instantSchema.optional(),
  /** Its place among the versions of its id in one request; absent: 0. */
  toldIndex: z.int().nonnegative().max(1_000_000).optional(),
  /** By how much `occurredAt` was set back, as its provider's clock ran ahead; absent: 0. */
  clockSkewMs: z.int().min(-clockSkewMaxMs).max(clockSkewMaxMs).optional(),
  /** `global`: the provider uses no id in two matches. Absent: ids count within their match. */
  idScope: z.enum(['match', 'global']).optional(),
}
export const arrivalSchema = z.object(arrival)
export type EventArrival = z.infer<typeof arrivalSchema>

/** What ingest adds when it accepts an event. */
const accepted = {
  provider: wellFormedText.min(1).max(64),
  ingestedAt: instantSchema,
  ...arrival,
}

type Payloads = Record<string, z.ZodObject>
type Member<E extends z.ZodRawShape, P extends Payloads, K extends keyof P & string> = z.ZodObject<
  E & { type: z.ZodLiteral<K>; payload: P[K] }
>
type Members<E extends z.ZodRawShape, P extends Payloads> = {
  [K in keyof P & string]: Member<E, P, K>
}[keyof P & string]

/** One schema per event type, told apart by `type`. */
function byType<const E extends z.ZodRawShape, const P extends Payloads>(shape: E, payloads: P) {
  const members = Object.entries(payloads).map(([type, payload]) =>
    z.object({ ...shape, type: z.literal(type), payload }),
  )
  return z.discriminatedUnion('type', members as unknown as [Members<E, P>, ...Members<E, P>[]])
}

/** Ids that begin so are ours: no source may send one. */
export const correctionIdPrefix = 'correction:'
const sentEventIdSchema = sourceEventIdSchema.refine(
  id => !id.startsWith(correctionIdPrefix),
  `must not begin with "${correctionIdPrefix}"`,
)
const sentEnvelope = {
  ...envelope,
  sourceEventId: sentEventIdSchema.optional(),
  occurredAt: eventTimeSchema,
  deleted: z.literal(false).optional(),
}

/** Takes back an earlier event: its match and id are enough. Without a revision it is final. */
export const sentWithdrawalSchema = z.object({
  matchId: matchIdSchema,
  sourceEventId: sentEventIdSchema,
  deleted: z.literal(true),
  revision: revisionSchema.optional(),
  occurredAt: eventTimeSchema.optional(),
})
export type SentWithdrawal = z.infer<typeof sentWithdrawalSchema>

/** What a broadcast partner's webhook carries: one of these, or an array of them. */
export const sentBroadcastEventSchema = byType(sentEnvelope, broadcastPayloads)
export const sentSensorEventSchema = byType(sentEnvelope, sensorPayloads)
export const sentSocialEventSchema = byType(sentEnvelope, socialPayloads)
export type SentBroadcastEvent = z.infer<typeof sentBroadcastEventSchema>
export type SentSensorEvent = z.infer<typeof sentSensorEventSchema>
export type SentSocialEvent = z.infer<typeof sentSocialEventSchema>

/** On a source topic a withdrawal is an event as all others, with nothing in its payload. */
const withdrawal = { 'event-withdrawn': z.object({}) } as const

/** What stands on a source topic: validated, with an id, not yet enriched. */
export const broadcastEventSchema = byType(
  { source: z.literal('broadcast'), ...envelope, ...accepted },
  { ...broadcastPayloads, ...operatorPayloads, ...withdrawal },
)
export const sensorEventSchema = byType(
  { source: z.literal('sensor'), ...envelope, ...accepted },
  { ...sensorPayloads, ...withdrawal },
)
export const socialEventSchema = byType(
  { source: z.literal('social'), ...envelope, ...accepted },
  { ...socialPayloads, ...withdrawal },
)

export type BroadcastEvent = z.infer<typeof broadcastEventSchema>
export type SensorEvent = z.infer<typeof sensorEventSchema>
export type SocialEvent = z.infer<typeof socialEventSchema>
export type SourceEvent = BroadcastEvent | SensorEvent | SocialEvent
export type SourceEventType = SourceEvent['type']

/** The schema of what stands on each source's topic. */
export const sourceEventSchemas: Record<Source, z.ZodType<SourceEvent>> = {
  sensor: sensorEventSchema,
  broadcast: broadcastEventSchema,
  social: socialEventSchema,
}

/** The schema of what a source sends, before ingest gives it an id and a time of arrival. */
export const sentEventSchemas = {
  sensor: z.discriminatedUnion('deleted', [sentWithdrawalSchema, sentSensorEventSchema]),
  broadcast: z.discriminatedUnion('deleted', [sentWithdrawalSchema, sentBroadcastEventSchema]),
  social: z.discriminatedUnion('deleted', [sentWithdrawalSchema, sentSocialEventSchema]),
} satisfies Record<Source, z.ZodType>
export type SentEvent = SentBroadcastEvent | SentSensorEvent | SentSocialEvent | SentWithdrawal

export const isWithdrawal = (event: SentEvent): event is SentWithdrawal => event.deleted === true
