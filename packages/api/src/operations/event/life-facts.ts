import type { MatchEvent } from '@touchline/contracts'
import {
  type AttemptLetter,
  type AttemptQuestion,
  type AttemptReplay,
  type CorrectionOfEvent,
  type Database,
  findCorrectedItem,
  findCorrection,
  type GatewayMark,
  type RelayEvidence,
  readAttemptReplays,
  readAttempts,
  readGatewayMarks,
  readRelayEvidence,
  readStoredEvent,
  type StoredEvent,
  searchDocuments,
} from '@touchline/db'
import { readSockets } from './life-sockets.ts'
import { readLifeVersions } from './life-versions.ts'
import type { LifeRevision, LifeSockets } from './life-view.ts'
import type { ReadRecord, RecordReader } from './read-record.ts'

export interface Attempts {
  readonly letters: readonly AttemptLetter[]
  readonly replays: readonly AttemptReplay[]
  /** What sent it as a corrected event in a letter's place. */
  readonly corrected: AttemptReplay | undefined
  /** The operator's correction that it is. */
  readonly correction: CorrectionOfEvent | undefined
}

/** All that is recorded of a stored event. */
export interface LifeFacts extends StoredEvent {
  readonly record: ReadRecord | undefined
  readonly attempts: Attempts
  readonly relay: RelayEvidence
  readonly marks: readonly GatewayMark[]
  readonly sockets: LifeSockets
  readonly revisions: readonly LifeRevision[]
  readonly nowMs: number
}

export interface LifeContext {
  readonly database: Database
  /** Undefined: this process has no log to read from. */
  readonly readRecord: RecordReader | undefined
  readonly nowMs: number
}

export async function gatherFacts(
  context: LifeContext,
  place: { readonly matchId: string; readonly seq: number },
): Promise<LifeFacts | undefined> {
  const { database, nowMs } = context
  const stored = await readStoredEvent(database, place)
  if (!stored) return undefined
  const { event } = stored
  const [record, attempts, relay, marks, revisions] = await Promise.all([
    recordOf(context, stored),
    gatherAttempts(database, event),
    readRelayEvidence(database, event),
    readGatewayMarks(database, event.matchId),
    readRevisions(database, event),
  ])
  const sockets = await readSockets(database, { event, marks, nowMs })
  return { ...stored, record, attempts, relay, marks, sockets, revisions, nowMs }
}

/** A log that is away is no reason to tell nothing of the event. */
async function recordOf(
  { readRecord }: LifeContext,
  { origin }: StoredEvent,
): Promise<ReadRecord | undefined> {
  if (!readRecord || !origin) return undefined
  return readRecord(origin).catch(() => undefined)
}

const correctedPattern = /~([1-9]\d{0,17})(\.\d+)?$/

export async function gatherAttempts(database: Database, event: AttemptQuestion): Promise<Attempts> {
  const { sourceEventId } = event
  const replayId = correctedPattern.exec(sourceEventId)?.[1]
  const [letters, corrected, correction] = await Promise.all([
    readAttempts(database, event),
    replayId === undefined ? undefined : findCorrectedItem(database, { replayId, sourceEventId }),
    findCorrection(database, sourceEventId),
  ])
  const own = letters.filter(letter => letter.sourceEventId === sourceEventId).map(letter => letter.id)
  return { letters, replays: await readAttemptReplays(database, own), corrected, correction }
}

/** Types whose meaning a later corrected score may change. */
const scoring: ReadonlySet<string> = new Set(['goal-scored', 'score-corrected'])
const maxRevisions = 20

/** All versions of the event, and corrected scores that were stored after it, the first ones first. */
async function readRevisions(database: Database, event: MatchEvent): Promise<LifeRevision[]> {
  const [versions, scores] = await Promise.all([
    readLifeVersions(database, event),
    readCorrectedScores(database, event),
  ])
  return [...versions, ...scores]
}

async function readCorrectedScores(database: Database, event: MatchEvent): Promise<LifeRevision[]> {
  if (!scoring.has(event.type)) return []
  const found = await searchDocuments(database, {
    matchId: event.matchId,
    type: 'score-corrected',
    limit: maxRevisions,
  })
  return found
    .filter(({ seq }) => seq > event.seq)
    .map(({ matchId, seq, occurredAt }) => ({
      ...{ kind: 'corrected-score' as const, holds: false },
      matchId,
      seq,
      type: 'score-corrected',
      at: occurredAt,
      text: `the score was corrected at ${event.epoch}:${seq}`,
    }))
    .reverse()
}
