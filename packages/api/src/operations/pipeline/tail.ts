import { type Lane, type Source, sourceSchema } from '@touchline/contracts'
import {
  type Database,
  type PassedEvent,
  type TailedEvent,
  type TailedLetter,
  tailDelivered,
  tailEvents,
  tailLetters,
  tailPublished,
} from '@touchline/db'
import { z } from 'zod'
import { readKnownMatches } from '../masking/known-matches.ts'
import {
  type KnownMatches,
  shownCorrelationId,
  shownErrorCode,
  shownEventType,
  shownMatchId,
} from '../masking/letter-view.ts'
import { maskPublishedPayload } from '../masking/mask.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { edgeIds } from './graph.ts'

export const pipelineTailInput = z.strictObject({
  edge: z.string().refine(edge => edgeIds.includes(edge), 'is no edge of the pipeline'),
  limit: z.int().min(1).max(50).default(20),
})
export type PipelineTailInput = z.infer<typeof pipelineTailInput>

/** Something that passed an edge. */
export interface TailItem {
  /** Of its kind and place: the same item has the same key in the next answer. */
  readonly key: string
  readonly kind: 'event' | 'dead-letter'
  /** When it passed; ISO 8601. */
  readonly at: string
  /** How long the step before the edge took; null where that is not known. */
  readonly tookMs: number | null
  readonly matchId: string
  readonly epoch: number | null
  readonly seq: number | null
  readonly source: Source
  /** Empty where the bytes do not tell. */
  readonly type: string
  readonly lane: Lane | null
  readonly correlationId: string
  readonly letterId: string | null
  readonly errorCode: string | null
  /** Of a gateway's edge: which one, and to how many feeds. */
  readonly instance: string | null
  readonly sockets: number | null
  /** As fans have it; null where it is too large for a tail, or not at hand. */
  readonly payload: unknown
  readonly payloadBytes: number | null
  readonly hiddenPaths: readonly string[]
}

export interface PipelineTail {
  readonly at: string
  /** Newest first. */
  readonly items: readonly TailItem[]
}

/** The newest that passed an edge, as far as the store tells: sampled from the matches that changed last. */
export async function pipelineTail(
  database: Database,
  { edge, limit }: PipelineTailInput,
  now: Date,
): Promise<Outcome<PipelineTail, never>> {
  const items = await tailOf(database, edge, limit)
  const sorted = items.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  return succeeded({ at: now.toISOString(), items: sorted.slice(0, limit) })
}

async function tailOf(database: Database, edge: string, limit: number): Promise<TailItem[]> {
  if (edge === 'gateway.sockets') return (await tailDelivered(database, limit)).map(toPassed)
  if (published.has(edge)) return (await tailPublished(database, limit)).map(toPassed)
  const atDoor = edge.includes('ingest')
  const { source, lane } = choiceOf(edge)
  const [events, letters] = await Promise.all([
    tailEvents(database, { source, lane, limit }),
    lane === 'critical' ? [] : tailLetters(database, { source, atDoor, limit }),
  ])
  const known = await readKnownMatches(
    database,
    letters.map(({ matchId }) => matchId),
  )
  return [...events.map(event => toEvent(event, atDoor)), ...letters.map(letter => toLetter(letter, known))]
}

const published: ReadonlySet<string> = new Set(['database.relay', 'relay.broadcast', 'broadcast.gateway'])

/** Which events pass an edge; all, where it does not tell. */
function choiceOf(edge: string): { readonly source?: Source; readonly lane?: Lane } {
  const name = /(?:source|processor)-(\w+)/.exec(edge)?.[1]
  if (name === 'critical') return { lane: 'critical' }
  const source = sourceSchema.safeParse(name)
  return source.success ? { source: source.data } : {}
}

const between = (from: string, to: string) => Math.max(0, Date.parse(to) - Date.parse(from))

function toEvent(event: TailedEvent, atDoor: boolean): TailItem {
  const { occurredAt, ingestedAt, storedAt } = event
  const [from, at] = atDoor ? [occurredAt, ingestedAt] : [ingestedAt, storedAt]
  return {
    ...eventItem(event),
    key: `${event.matchId} ${event.epoch}:${event.seq}`,
    at,
    tookMs: between(from, at),
  }
}

function toPassed(event: PassedEvent): TailItem {
  const { at, instance, sockets, storedAt } = event
  const key = `${event.matchId} ${event.epoch}:${event.seq} ${instance ?? ''}`
  // A gateway reports where it stands every two seconds: that is no time of delivery.
  return { ...eventItem(event), key, at, tookMs: instance ? null : between(storedAt, at), instance, sockets }
}

function eventItem(event: TailedEvent): Omit<TailItem, 'key' | 'at' | 'tookMs'> {
  const { masked, hidden } = maskPublishedPayload(event.type, event.payload)
  return {
    kind: 'event',
    matchId: event.matchId,
    epoch: event.epoch,
    seq: event.seq,
    source: event.source,
    type: event.type,
    lane: event.lane,
    correlationId: event.correlationId,
    letterId: null,
    errorCode: null,
    instance: null,
    sockets: null,
    payload: masked,
    payloadBytes: event.payloadBytes,
    hiddenPaths: hidden,
  }
}

const toLetter = (letter: TailedLetter, known: KnownMatches): TailItem => ({
  key: `letter ${letter.id}`,
  kind: 'dead-letter',
  at: letter.failedAt,
  tookMs: between(letter.originAt, letter.failedAt),
  matchId: shownMatchId(letter.matchId, known),
  epoch: null,
  seq: null,
  source: letter.source,
  type: shownEventType(letter.type),
  lane: null,
  correlationId: shownCorrelationId(letter.correlationId),
  letterId: letter.id,
  errorCode: shownErrorCode(letter.errorCode),
  instance: null,
  sockets: null,
  payload: null,
  payloadBytes: null,
  hiddenPaths: [],
})
