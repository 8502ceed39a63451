import type { MatchEvent, MatchState, SourceEvent } from '@touchline/contracts'
import type { EvolvedMatch, LockedMatch, OutboxRange } from '@touchline/db'
import type { decide, evolve } from '@touchline/match'
import type { LogRecord } from '@touchline/streams'
import { correlationIdOf, type Death, type ReadRecord } from './read-record.ts'

export interface Rules {
  readonly decide: typeof decide
  readonly evolve: typeof evolve
}

/** All that one batch will write. */
export interface Plan {
  readonly events: readonly MatchEvent[]
  readonly matches: readonly EvolvedMatch[]
  readonly outbox: readonly OutboxRange[]
  readonly deaths: readonly ({ readonly record: LogRecord } & Death)[]
  readonly duplicates: readonly SourceEvent[]
}

export interface PlanInput {
  readonly records: readonly ReadRecord[]
  /** Every match that the records name, locked. */
  readonly matches: ReadonlyMap<string, LockedMatch>
  /** Ids of the records' source that are stored already. */
  readonly storedIds: ReadonlySet<string>
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
export function planBatch({ records, matches, storedIds, rules, nowMs }: PlanInput): Plan {
  const storedAt = new Date(nowMs).toISOString()
  const seen = new Set(storedIds)
  const progress = new Map<string, Progress>()
  const events: MatchEvent[] = []
  const deaths: ({ record: LogRecord } & Death)[] = []
  const duplicates: SourceEvent[] = []

  for (const read of records) {
    if (read.kind === 'dead') {
      deaths.push(read)
      continue
    }
    const { event, record } = read
    if (seen.has(event.sourceEventId)) {
      duplicates.push(event)
      continue
    }
    const at = progressOf(progress, matches, event.matchId)
    const outcome = applyRules(rules, at.state, event, nowMs)
    if (outcome.kind === 'dead') {
      deaths.push({ record, ...outcome.death })
      continue
    }
    seen.add(event.sourceEventId)
    at.seq += 1
    at.state = outcome.state
    events.push(toMatchEvent({ event, at, outcome, storedAt, correlationId: correlationIdOf(record) }))
  }
  const changed = [...progress].filter(([, at]) => at.seq >= at.firstSeq)
  return {
    events,
    deaths,
    duplicates,
    matches: changed.map(([matchId, at]) => ({ matchId, lastSeq: at.seq, state: at.state })),
    outbox: changed.map(([matchId, { epoch, firstSeq, seq }]) => ({
      matchId,
      epoch,
      firstSeq,
      lastSeq: seq,
    })),
  }
}

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
type RuleOutcome = Applied | { readonly kind: 'dead'; readonly death: Death }

/** A rule that throws is tried three times, then its record is dead; one that says no is not asked again. */
function applyRules(rules: Rules, state: MatchState, event: SourceEvent, nowMs: number): RuleOutcome {
  let message = ''
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      return applyOnce(rules, state, event, nowMs)
    } catch (error) {
      message = error instanceof Error ? error.message : String(error)
    }
  }
  return { kind: 'dead', death: { code: 'unprocessable', message, attempts: maxAttempts, event } }
}

function applyOnce(rules: Rules, state: MatchState, event: SourceEvent, nowMs: number): RuleOutcome {
  const decision = rules.decide(state, event, nowMs)
  if (decision.kind === 'accept') {
    const { lane, clock } = decision
    const times = { occurredAt: asStored(event.occurredAt), ingestedAt: asStored(event.ingestedAt) }
    return { kind: 'applied', state: rules.evolve(state, event), lane, clock, ...times }
  }
  const { code, message } = decision
  return { kind: 'dead', death: { code, message, attempts: 1, event } }
}

interface Enriched {
  readonly event: SourceEvent
  readonly at: Progress
  readonly outcome: Applied
  readonly storedAt: string
  readonly correlationId: string
}

/** In UTC and to the millisecond, as the database gives it back: an event reads the same from everywhere. */
const asStored = (instant: string): string => new Date(instant).toISOString()

const toMatchEvent = ({ event, at, outcome, storedAt, correlationId }: Enriched): MatchEvent =>
  ({
    matchId: event.matchId,
    epoch: at.epoch,
    seq: at.seq,
    type: event.type,
    lane: outcome.lane,
    source: event.source,
    sourceEventId: event.sourceEventId,
    occurredAt: outcome.occurredAt,
    ingestedAt: outcome.ingestedAt,
    storedAt,
    clock: { period: outcome.clock.period, seconds: Math.round(outcome.clock.seconds * 100) / 100 },
    score: at.state.score,
    correlationId,
    payload: event.payload,
  }) as MatchEvent
