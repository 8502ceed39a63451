import type { Clock, Source } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { readableJson } from './readable-json.ts'

export interface EventIdentity {
  readonly matchId: string
  readonly source: Source
  readonly provider: string
  readonly sourceEventId: string
}

/** What one version of an event says. `clock`: as its source told it. */
export interface EventContent {
  readonly type: string
  readonly occurredAt: string
  readonly clock: Clock | undefined
  readonly payload: object
}

/** An event that is stored: where it first stands, and its version that holds. */
export interface StandingEvent {
  /** As it stands in its rows: empty for one from before providers were kept. */
  readonly provider: string
  readonly epoch: number
  readonly seq: number
  /** The number of its newest row. */
  readonly version: number
  /** The seq of that row. */
  readonly newestSeq: number
  readonly revision: number | undefined
  readonly revisionNanos?: number | undefined
  /** When it was told last, and its place among the versions told at once. */
  readonly toldAtMs: number
  readonly toldIndex?: number | undefined
  readonly clockSkewMs?: number | undefined
  /** As it is stored: told, or derived from the match's. */
  readonly clock: Clock
  /** Undefined: it was withdrawn. */
  readonly content: EventContent | undefined
  /** As its newest row says: whether another provider's reports counted in its stead. */
  readonly isBackup: boolean
}

interface VersionRow extends ContentRow {
  readonly provider: string
  readonly place: string
  readonly epoch: number
  readonly seq: number
  readonly version: number
  readonly revision: string | null
  readonly revision_nanos: number | null
  readonly clock_skew_ms: number | null
  readonly told_at: Date
  readonly told_index: number | null
  readonly is_backup: boolean
}

interface ContentRow {
  readonly type: string
  readonly occurred_at: Date
  readonly period: number
  readonly clock_seconds: number
  readonly clock_told: boolean
  readonly payload: object
}

const contentColumns = 'e.type, e.occurred_at, e.period, e.clock_seconds, e.clock_told, e.payload' as const

/**
 * Those of the events that are stored already, by their places in the list: ids are compared by the store alone. Events
 * from before providers were kept count as every provider's. Indexes: match_events_identity_key, event_ranks_pkey.
 */
export async function findStanding(
  tx: Transaction,
  events: readonly EventIdentity[],
): Promise<Map<number, StandingEvent>> {
  if (events.length === 0) return new Map()
  const { rows } = await tx.query<VersionRow>({
    name: 'find-standing',
    // Found by both arrays in one pass over the index, most often nothing; a join would walk it once an event, or the table.
    text: `with e as materialized (
             select * from match_events where source_event_id = any($1::text[]) and match_id = any($2::text[]))
           select w.place, e.provider, e.epoch, e.seq, e.version, e.revision, e.revision_nanos, e.clock_skew_ms,
             coalesce(r.told_at, e.ingested_at) as told_at, r.told_index, e.is_backup, ${contentColumns}
           from e join unnest($1::text[], $2::text[], $3::source[], $4::text[]) with ordinality
             as w(id, match_id, source, provider, place)
             on e.source_event_id = w.id and e.match_id = w.match_id and e.source = w.source
             and e.provider in (w.provider, '')
           left join lateral (
             select told_at, told_index from event_ranks k where k.match_id = e.match_id and k.seq = e.seq offset 0) r
             on true
           order by e.version`,
    values: [
      events.map(event => event.sourceEventId),
      events.map(event => event.matchId),
      events.map(event => event.source),
      events.map(event => event.provider),
    ],
  })
  const standing = new Map<number, StandingEvent>()
  for (const row of rows) {
    const place = Number(row.place) - 1
    const { epoch, seq } = standing.get(place) ?? row
    standing.set(place, { epoch, seq, ...versionOf(row) })
  }
  return standing
}

const versionOf = (row: VersionRow) => ({
  provider: row.provider,
  version: row.version,
  newestSeq: row.seq,
  revision: row.revision === null ? undefined : Number(row.revision),
  revisionNanos: row.revision_nanos ?? 0,
  toldAtMs: row.told_at.getTime(),
  toldIndex: row.told_index ?? 0,
  clockSkewMs: row.clock_skew_ms ?? 0,
  clock: { period: row.period, seconds: row.clock_seconds },
  content: contentOf(row),
  isBackup: row.is_backup,
})

interface RevisedPayload {
  readonly event: { readonly type: string; readonly payload: object }
}

function contentOf(row: ContentRow): EventContent | undefined {
  if (row.type === 'event-withdrawn') return undefined
  const revised = row.type === 'event-revised' ? (row.payload as RevisedPayload).event : row
  return {
    type: revised.type,
    payload: revised.payload,
    occurredAt: row.occurred_at.toISOString(),
    clock: row.clock_told ? { period: row.period, seconds: row.clock_seconds } : undefined,
  }
}

/** The types in the condition of match_events_facts_idx, which has to be repeated to use it. */
export const factTypesIndexed = [
  'match-scheduled',
  'period-started',
  'period-ended',
  'match-ended',
  'status-changed',
  'goal-scored',
  'score-corrected',
  'card-shown',
  'shot-taken',
  'primary-provider-changed',
] as const
const isIndexed = `(e.revises_fact or e.type in (${factTypesIndexed.map(type => `'${type}'`).join(', ')}))`

export interface StandingContent {
  readonly identity: EventIdentity
  readonly content: EventContent
}

type IdentityRow = {
  readonly matchId: string
  readonly source: Source
  readonly provider: string
  readonly sourceEventId: string
}
const identityColumns = 'e.match_id as "matchId", e.source, e.provider, e.source_event_id as "sourceEventId"'

/**
 * What the matches' facts say, each as its newest version does, those withdrawn left out; of a match as of `upToSeq`,
 * where that is given. Some revisions of events that are no facts any more may be among them. Index: match_events_facts_idx.
 */
export async function readFacts(
  db: Transaction,
  matchIds: readonly string[],
  upToSeq?: number,
): Promise<StandingContent[]> {
  if (matchIds.length === 0) return []
  const { rows } = await db.query<IdentityRow & ContentRow>({
    name: 'read-facts',
    text: `select ${identityColumns}, ${contentColumns} from match_events e
           where e.match_id = any($1::text[]) and ${isIndexed} and e.seq <= coalesce($2::int, 2147483647)
           order by e.match_id, e.seq`,
    values: [matchIds, upToSeq ?? null],
  })
  const standing = new Map<string, StandingContent>()
  for (const row of rows) {
    const { matchId, source, provider, sourceEventId } = row
    const key = JSON.stringify([matchId, source, provider, sourceEventId])
    const content = contentOf(row)
    if (content) standing.set(key, { identity: { matchId, source, provider, sourceEventId }, content })
    else standing.delete(key)
  }
  return [...standing.values()]
}

export interface ReadingRow {
  readonly period: number
  readonly seconds: number
  readonly occurredAtMs: number
  /** Under which its event first stands. */
  readonly seq: number
}

export interface ReadingsQuery {
  readonly matchId: string
  /** Of the events that count. */
  readonly types: readonly string[]
  readonly perPeriod: number
  /** As of then; else of now. */
  readonly upToSeq?: number
  /** Looks at so many broadcast events at most, the newest; else at all. */
  readonly newest?: number
}

/**
 * The highest clocks that broadcast events tell in each period of a match, `perPeriod` of each, and of those that tell
 * none (period 0) the latest; by events as their newest versions say. Index: match_events_pkey.
 */
export async function readReadings(db: Transaction, query: ReadingsQuery): Promise<ReadingRow[]> {
  const { rows } = await db.query<ReadingRow>({
    name: 'read-readings',
    text: `with reports as (
             select * from match_events where match_id = $1 and source = 'broadcast'
               and seq <= coalesce($4::int, 2147483647)
             order by seq desc limit $5::int),
           newest as (
             select distinct on (provider, source_event_id)
               case type when 'event-revised' then ${readableJson('payload')}->'event'->>'type' else type end as type,
               case when clock_told then period else 0 end as period,
               case when clock_told then clock_seconds else 0 end as seconds,
               occurred_at, min(seq) over (partition by provider, source_event_id) as seq
             from reports order by provider, source_event_id, version desc),
           ranked as (
             select *, row_number() over (partition by period order by seconds desc, occurred_at desc, seq desc) as n
             from newest where type = any($2::text[]))
           select period, seconds, (extract(epoch from occurred_at) * 1000)::float8 as "occurredAtMs", seq
           from ranked where n <= $3 order by period, n`,
    values: [query.matchId, query.types, query.perPeriod, query.upToSeq ?? null, query.newest ?? null],
  })
  return rows
}

/** One row of an event's history. */
export interface VersionOfEvent {
  readonly seq: number
  readonly version: number
  readonly revision: number | null
  readonly type: string
  readonly storedAt: Date
  readonly payload: object
}

/** All versions of the event of which a place tells, whichever of them it is, newest first. Index: match_events_identity_key. */
export async function readVersions(
  { pool }: Pick<Database, 'pool'>,
  place: { readonly matchId: string; readonly seq: number },
  limit: number,
): Promise<VersionOfEvent[]> {
  const { rows } = await pool.query<VersionOfEvent>({
    name: 'read-versions',
    text: `select v.seq, v.version, v.revision::float8 as revision, v.type, v.stored_at as "storedAt", v.payload
           from match_events e join match_events v on v.source_event_id = e.source_event_id
             and v.match_id = e.match_id and v.source = e.source and v.provider = e.provider
           where e.match_id = $1 and e.seq = $2 order by v.version desc limit $3`,
    values: [place.matchId, place.seq, limit],
  })
  return rows
}
