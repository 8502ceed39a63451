import type { Clock, Lane, MatchEvent, Score, Source } from '@touchline/contracts'
import {
  type Database,
  type EventPlace,
  findBySourceId,
  findReleased,
  listReadings,
  readEventsAt,
  readIndexLag,
} from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'
import { createPostgresSearch } from './postgres-search.ts'
import type { Engine, EventQuestion, EventSearch, FoundEvents } from './search-engine.ts'
import { type AskedEvents, nextAfter, placeOf, readingTypes } from './search-input.ts'
import { readSearchText } from './search-text.ts'
import { summaryOf } from './summary.ts'

export interface FoundEvent {
  readonly matchId: string
  readonly epoch: number
  readonly seq: number
  readonly type: string
  readonly lane: Lane
  readonly source: Source
  readonly sourceEventId: string
  readonly correlationId: string
  readonly occurredAt: string
  readonly storedAt: string
  readonly clock: Clock
  /** After the event. */
  readonly score: Score
  /** Names and words of it, as fans have them; may be empty. */
  readonly summary: string
}

export interface EventSearchPage {
  readonly items: readonly FoundEvent[]
  /** Null on the last page. */
  readonly next: string | null
  readonly from: Engine
  /** When the answer was so, ISO 8601. */
  readonly asOf: string
  /** Stored events, of the match or of all, that the search has not come to yet. */
  readonly behind: number
}

export interface SearchContext {
  readonly database: Database
  /** Undefined: PostgreSQL. */
  readonly engine: EventSearch | undefined
  readonly now: () => Date
}

/** Finds events by words and by what is known of them; the newest first. */
export async function searchEvents(
  context: SearchContext,
  asked: AskedEvents,
): Promise<Outcome<EventSearchPage, never>> {
  const [found, lag] = await Promise.all([
    find(context, asked),
    readIndexLag(context.database, asked.matchId),
  ])
  const last = found.places.at(-1)
  return succeeded({
    items: await readFound(context.database, found.places),
    next: last && found.isMore ? nextAfter(last) : null,
    from: found.from,
    asOf: found.asOf,
    behind: lag.events,
  })
}

function find(context: SearchContext, asked: AskedEvents): Promise<FoundEvents> {
  if (asked.id !== undefined) return findById(context, asked, asked.id)
  const { type, matchId } = asked
  if (type !== undefined && matchId !== undefined && readingTypes.includes(type))
    return findReadings(context, { ...asked, type, matchId })
  return (context.engine ?? createPostgresSearch(context)).search(questionOf(asked))
}

function questionOf({ text, from, to, after, limit, ...known }: AskedEvents): EventQuestion {
  const read = text === undefined ? undefined : readSearchText(text)
  return {
    ...known,
    ...(read?.ok && { words: read.groups }),
    fromAt: from && inUtc(from),
    toAt: to && inUtc(to),
    after: placeOf(after),
    limit,
  }
}

const inUtc = (instant: string): string => new Date(instant).toISOString()

const allSources: readonly Source[] = ['sensor', 'broadcast', 'social']

async function findById(
  { database, now }: SearchContext,
  asked: AskedEvents,
  id: string,
): Promise<FoundEvents> {
  const asOf = now().toISOString()
  const sources = asked.source === undefined ? allSources : [asked.source]
  const found = await findBySourceId(database, { sources, sourceEventId: id })
  const { matchId, type, lane, correlationId } = asked
  const wanted = Object.entries({ matchId, type, lane, correlationId })
  const places = found.filter(
    place =>
      asked.after === undefined &&
      wanted.every(([name, value]) => value === undefined || place[name as keyof typeof place] === value) &&
      isWithin(place, asked),
  )
  return { places, isMore: false, from: 'postgres', asOf }
}

const isWithin = ({ occurredAt }: EventPlace, { from, to }: AskedEvents): boolean =>
  Date.parse(occurredAt) >= Date.parse(from ?? occurredAt) &&
  Date.parse(occurredAt) <= Date.parse(to ?? occurredAt)

/** An event that is stored later than this after it happened is not found by a time span. */
const latestMs = 600_000

interface AskedReadings extends AskedEvents {
  readonly type: NonNullable<AskedEvents['type']>
  readonly matchId: NonNullable<AskedEvents['matchId']>
}

/** The times of storing rise with seq: by them, the stretch of the match is found without reading it. */
async function findReadings({ database, now }: SearchContext, asked: AskedReadings): Promise<FoundEvents> {
  const { matchId, type, from, to, limit } = asked
  const asOf = now().toISOString()
  const place = (at: string | undefined, laterMs: number) =>
    at === undefined
      ? undefined
      : findReleased(database, { matchId, until: new Date(Date.parse(at) + laterMs) })
  const [first, last] = await Promise.all([place(from, -1), place(to, latestMs)])
  const upToSeq = Math.min(last?.seq ?? maxSeq, (placeOf(asked.after)?.seq ?? maxSeq) - 1)
  const range = { matchId, type, afterSeq: first?.seq ?? 0, upToSeq, limit: limit + 1 }
  const found = await listReadings(database, { ...range, fromAt: from, toAt: to })
  return { places: found.slice(0, limit), isMore: found.length > limit, from: 'postgres', asOf }
}

const maxSeq = 2_147_483_647

/** The events at these places that are still there, in their order. */
async function readFound(database: Database, places: readonly EventPlace[]): Promise<FoundEvent[]> {
  const events = new Map(
    (await readEventsAt(database, places)).map(event => [`${event.matchId} ${event.seq}`, event]),
  )
  return places.flatMap(({ matchId, seq }) => {
    const event = events.get(`${matchId} ${seq}`)
    return event ? [toFound(event)] : []
  })
}

const toFound = (event: MatchEvent): FoundEvent => ({
  matchId: event.matchId,
  epoch: event.epoch,
  seq: event.seq,
  type: event.type,
  lane: event.lane,
  source: event.source,
  sourceEventId: event.sourceEventId,
  correlationId: event.correlationId,
  occurredAt: event.occurredAt,
  storedAt: event.storedAt,
  clock: event.clock,
  score: event.score,
  summary: summaryOf(event),
})
