import type {
  Disposition,
  Effect,
  LetterStage,
  LetterState,
  ReplayMode,
  ReplayOutcome,
  Source,
} from '@touchline/contracts'
import type { Database, Transaction } from '../../database.ts'
import { type LetterChoice, type LetterFilter, whereChosen, whereFilter } from './filter.ts'
import { type WithIsoTimes, withIsoTimes } from './iso-times.ts'

interface SummaryRow {
  id: string
  source: Source
  sourceEventId: string
  provider: string
  matchId: string
  eventType: string
  topic: string
  stage: LetterStage
  disposition: Disposition
  errorCode: string
  errorMessage: string
  fingerprint: string
  state: LetterState
  attempts: number
  deaths: number
  firstFailedAt: Date
  lastFailedAt: Date
  reprocessAt: Date | null
  expiresAt: Date
}
/** A dead letter as a list shows it. Times in ISO 8601. */
export type LetterSummary = WithIsoTimes<SummaryRow>

const summaryColumns = `d.id, d.source, d.source_event_id as "sourceEventId", d.provider, d.match_id as "matchId",
  d.event_type as "eventType", d.origin_topic as topic, d.stage, d.disposition, d.error_code as "errorCode",
  d.error_message as "errorMessage", d.fingerprint, d.state, d.attempts, d.deaths,
  d.first_failed_at as "firstFailedAt", d.last_failed_at as "lastFailedAt", d.reprocess_at as "reprocessAt",
  d.expires_at as "expiresAt"`

/** Where a page of letters ended. */
export interface LetterPlace {
  readonly lastFailedAt: string
  readonly id: string
}

export interface LetterPage {
  readonly filter: LetterFilter
  readonly after?: LetterPlace | undefined
  readonly limit: number
}

const newestLooked = 5_000

/**
 * Letters, the last failed first. Conditions that the index knows are met in its order, without a look at the rows. Of
 * text and payload paths it knows nothing: the newest rows that meet all else are looked through, and where these don't
 * fill the page, rows are found by the text or the path, and sorted.
 * Indexes: dead_letters_browse_idx, dead_letters_error_message_idx, dead_letters_shape_idx.
 */
export async function listLetters(db: Pick<Database, 'pool'>, page: LetterPage): Promise<LetterSummary[]> {
  const { text, path } = page.filter
  if (text === undefined && path === undefined) return readInOrder(db, page, page.limit)
  const newest = await readInOrder(db, page, newestLooked)
  return newest.length === page.limit ? newest : findAll(db, page)
}

/** Looks at no more than `looked` rows that meet all that the index knows. */
async function readInOrder(
  db: Pick<Database, 'pool'>,
  { filter: { text, path, ...indexed }, after, limit }: LetterPage,
  looked: number,
): Promise<LetterSummary[]> {
  const values: unknown[] = [limit, looked]
  const where = `${after ? whereAfter(after, values) : 'true'} and ${whereFilter(indexed, values)}`
  const { rows } = await db.pool.query<SummaryRow>(
    `select ${summaryColumns} from (
       select d.id, d.last_failed_at from dead_letters d where ${where}
       order by d.last_failed_at desc, d.id desc limit $2) l
     join dead_letters d on d.id = l.id where ${whereFilter({ text, path }, values)}
     order by l.last_failed_at desc, l.id desc limit $1`,
    values,
  )
  return rows.map(withIsoTimes)
}

/** Sorted by what no index has, so that rows are not looked through in the order of time. */
async function findAll(
  db: Pick<Database, 'pool'>,
  { filter, after, limit }: LetterPage,
): Promise<LetterSummary[]> {
  const values: unknown[] = [limit]
  const where = `${after ? whereAfter(after, values) : 'true'} and ${whereFilter(filter, values)}`
  const { rows } = await db.pool.query<SummaryRow>(
    `select ${summaryColumns} from dead_letters d where ${where} order by row(d.last_failed_at, d.id) desc limit $1`,
    values,
  )
  return rows.map(withIsoTimes)
}

function whereAfter({ lastFailedAt, id }: LetterPlace, values: unknown[]): string {
  values.push(lastFailedAt, id)
  return `(d.last_failed_at, d.id) < ($${values.length - 1}::timestamptz, $${values.length}::bigint)`
}

/** How many letters of a choice are in each state. Index: that of what is chosen by. */
export async function countLetters(
  tx: Transaction,
  choice: LetterChoice,
): Promise<Partial<Record<LetterState, number>>> {
  const values: unknown[] = []
  const { rows } = await tx.query<{ state: LetterState; n: string }>(
    `select d.state, count(*) as n from dead_letters d where ${whereChosen(choice, values)} group by 1 order by 1`,
    values,
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]))
}

interface DetailRow extends SummaryRow {
  partition: number
  offset: string
  originAt: Date
  consumerGroup: string
  evidence: string
  fingerprintVersion: number
  shape: Record<string, string>
  build: string
  traceparent: string
  schemaVersion: string
  effects: Effect[]
  headers: Record<string, string>
  raw: Buffer
  correlationId: string
  reprocessings: number
  warnedHours: number | null
  publishedAt: Date | null
  settledAt: Date | null
  settledBy: string | null
  note: string | null
}
/** All that is known of a dead letter. */
export type LetterDetail = WithIsoTimes<DetailRow>

/** Index: dead_letters_pkey. */
export async function getLetter(db: Pick<Database, 'pool'>, id: string): Promise<LetterDetail | undefined> {
  const { rows } = await db.pool.query<DetailRow>({
    name: 'get-dead-letter',
    text: `select ${summaryColumns}, d.origin_partition as "partition", d.origin_offset as "offset",
             d.origin_at as "originAt", d.consumer_group as "consumerGroup", d.evidence,
             d.fingerprint_version as "fingerprintVersion", d.shape, d.build, d.traceparent,
             d.schema_version as "schemaVersion", coalesce(d.effects, '{}') as effects, d.headers, d.raw,
             d.correlation_id as "correlationId", d.reprocessings, d.warned_hours as "warnedHours",
             d.published_at as "publishedAt", d.settled_at as "settledAt", d.settled_by as "settledBy", d.note
           from dead_letters d where d.id = $1`,
    values: [id],
  })
  return rows[0] && withIsoTimes(rows[0])
}

interface HistoryRow {
  replayId: string
  mode: ReplayMode
  requestedBy: string
  reason: string
  createdAt: Date
  sentAt: Date | null
  settledAt: Date | null
  outcome: ReplayOutcome | null
  seq: number | null
  errorCode: string | null
  message: string | null
  edited: boolean
  newSourceEventId: string | null
}
/** One replay that a letter was part of. */
export type LetterReplay = WithIsoTimes<HistoryRow>

/** The newest replays of a letter first. Index: replay_items_dead_letter_id_idx. */
export async function readLetterReplays(
  db: Pick<Database, 'pool'>,
  id: string,
  limit: number,
): Promise<LetterReplay[]> {
  const { rows } = await db.pool.query<HistoryRow>({
    name: 'read-letter-replays',
    text: `select r.id as "replayId", r.mode, r.requested_by as "requestedBy", r.reason, r.created_at as "createdAt",
             i.sent_at as "sentAt", i.settled_at as "settledAt", i.outcome, i.seq, i.error_code as "errorCode",
             i.message, i.edited is not null as edited, i.new_source_event_id as "newSourceEventId"
           from replay_items i join replays r on r.id = i.replay_id
           where i.dead_letter_id = $1 order by r.id desc limit $2`,
    values: [id, limit],
  })
  return rows.map(withIsoTimes)
}
