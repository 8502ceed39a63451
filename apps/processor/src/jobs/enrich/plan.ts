import type { MatchEvent, MatchState, SourceEvent } from '@touchline/contracts'
import { type EvolvedMatch, eventKey, type LockedMatch, type OutboxRange } from '@touchline/db'
import { type decide, type evolve, replacedBy } from '@touchline/match'
import type { LogRecord } from '@touchline/streams'
import { correlationIdOf } from '../../records/log-record.ts'
import type { Failure, ReadRecord } from '../../records/read-record.ts'

export interface Rules {
  readonly decide: typeof decide
  readonly evolve: typeof evolve
}

/** What becomes of one record. */
export type RecordOutcome = { readonly read: ReadRecord } & (
  | { readonly kind: 'stored'; readonly event: MatchEvent }
  | { readonly kind: 'duplicate' }
  /** Something newer stands in its place. */
  | { readonly kind: 'superseded'; readonly by: string; readonly seq?: number }
  | { readonly kind: 'failed'; readonly failure: Failure }
)

/** All that a batch will write, if none of its failures is systemic. */
export interface Plan {
  /** One for each record, in order. */
  readonly outcomes: readonly RecordOutcome[]
  readonly events: readonly MatchEvent[]
  readonly matches: readonly EvolvedMatch[]
  readonly outbox: readonly OutboxRange[]
}

export interface PlanInput {
  readonly reads: readonly ReadRecord[]
  /** Every match that the records name, locked. */
  readonly matches: ReadonlyMap<string, LockedMatch>
  /** Source events that are stored already, as `eventKey` writes them. */
  readonly storedKeys: ReadonlySet<string>
  /** Replayed records that may be behind the times. */
  readonly isReplay: (record: LogRecord) => boolean
  /** Stored events that a replayed one has to be held against. */
  readonly newest: readonly MatchEvent[]
  readonly rules: Rules
  readonly nowMs: number
}

const maxAttempts = 3

interface Progress {
  readonly epoch: number
  readonly firstSeq: number
  seq: number
  state: MatchState
}

/** Runs the rules over a batch, record by record, in order. Pure but for the rules it is given. */
export function planBatch(input: PlanInput): Plan {
  const storedAt = new Date(input.nowMs).toISOString()
  const seen = new Set(input.storedKeys)
  const progress = new Map<string, Progress>()
  const events: MatchEvent[] = []
  const planOne = (read: ReadRecord): RecordOutcome => {
    if (read.kind === 'failed') return { kind: 'failed', read, failure: read.failure }
    const { event, record } = read
    const key = eventKey(event)
    if (seen.has(key)) return { kind: 'duplicate', read }
    const newer = input.isReplay(record) ? newerThan(event, input.newest) : undefined
    if (newer) return { kind: 'superseded', read, by: `event ${newer.epoch}:${newer.seq}`, seq: newer.seq }
    const at = progressOf(progress, input.matches, event.matchId)
    const applied = applyRules(input.rules, at.state, event, input.nowMs)
    if (applied.kind !== 'applied') return { ...applied, read }
    seen.add(key)
    at.seq += 1
    at.state = applied.state
    const stored = toMatchEvent({ event, at, applied, storedAt, correlationId: correlationIdOf(record) })
    events.push(stored)
    return { kind: 'stored', read, event: stored }
  }
  const outcomes = input.reads.map(planOne)
  const changed = [...progress].filter(([, at]) => at.seq >= at.firstSeq)
  return {
    outcomes,
    events,
    matches: changed.map(([matchId, at]) => ({ matchId, lastSeq: at.seq, state: at.state })),
    outbox: changed.map(([matchId, { epoch, firstSeq, seq }]) => ({
      matchId,
      epoch,
      firstSeq,
      lastSeq: seq,
    })),
  }
}

const newerThan = (event: SourceEvent, newest: readonly MatchEvent[]): MatchEvent | undefined =>
  replacedBy(
    event,
    newest.filter(other => other.matchId === event.matchId),
  )

function progressOf(
  progress: Map<string, Progress>,
  matches: ReadonlyMap<string, LockedMatch>,
  matchId: string,
): Progress {
  const known = progress.get(matchId)
  if (known) return known
  const locked = matches.get(matchId)
  if (!locked) throw new Error(`match ${matchId} is not locked`)
  const begun = { epoch: locked.epoch, firstSeq: locked.seq + 1, seq: locked.seq, state: locked.state }
  progress.set(matchId, begun)
  return begun
}

type Applied = { readonly kind: 'applied'; readonly state: MatchState } & Pick<
  MatchEvent,
  'lane' | 'clock' | 'occurredAt' | 'ingestedAt'
>
type RuleOutcome =
  | Applied
  | { readonly kind: 'superseded'; readonly by: string }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** A rule that throws is tried three times, then its record has failed; one that says no is not asked again. */
export function applyRules(rules: Rules, state: MatchState, event: SourceEvent, nowMs: number): RuleOutcome {
  let message = ''
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      return applyOnce(rules, state, event, nowMs)
    } catch (error) {
      message = error instanceof Error ? error.message : String(error)
    }
  }
  return failure(event, { code: 'unprocessable', message, attempts: maxAttempts })
}

function applyOnce(rules: Rules, state: MatchState, event: SourceEvent, nowMs: number): RuleOutcome {
  const decision = rules.decide(state, event, nowMs)
  if (decision.kind === 'superseded') return decision
  if (decision.kind === 'reject') return failure(event, { ...decision, attempts: 1 })
  const { lane, clock } = decision
  const times = { occurredAt: asStored(event.occurredAt), ingestedAt: asStored(event.ingestedAt) }
  return { kind: 'applied', state: rules.evolve(state, event), lane, clock, ...times }
}

const failure = (
  event: SourceEvent,
  { code, message, attempts }: Pick<Failure, 'code' | 'message' | 'attempts'>,
): RuleOutcome => ({
  kind: 'failed',
  failure: { step: 'rules', code, message, attempts, event, type: event.type },
})

interface Enriched {
  readonly event: SourceEvent
  readonly at: Progress
  readonly applied: Applied
  readonly storedAt: string
  readonly correlationId: string
}

/** In UTC and to the millisecond, as the database gives it back: an event reads the same from everywhere. */
const asStored = (instant: string): string => new Date(instant).toISOString()

const toMatchEvent = ({ event, at, applied, storedAt, correlationId }: Enriched): MatchEvent =>
  ({
    matchId: event.matchId,
    epoch: at.epoch,
    seq: at.seq,
    type: event.type,
    lane: applied.lane,
    source: event.source,
    sourceEventId: event.sourceEventId,
    occurredAt: applied.occurredAt,
    ingestedAt: applied.ingestedAt,
    storedAt,
    clock: { period: applied.clock.period, seconds: Math.round(applied.clock.seconds * 100) / 100 },
    score: at.state.score,
    correlationId,
    payload: event.payload,
  }) as MatchEvent
