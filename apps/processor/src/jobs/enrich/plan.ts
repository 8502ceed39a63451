import type { MatchEvent, MatchState, SourceEvent } from '@touchline/contracts'
import type {
  EventIdentity,
  EventRank,
  EventVersion,
  EvolvedMatch,
  OutboxRange,
  StandingEvent,
} from '@touchline/db'
import {
  compareVersions,
  type FoldedMatch,
  identityOf,
  resembles,
  trimmed,
  trimmedNames,
  type Version,
  versionOf,
} from '@touchline/match'
import type { LogRecord } from '@touchline/streams'
import { correlationIdOf } from '../../records/log-record.ts'
import type { Failure, ReadRecord } from '../../records/read-record.ts'
import { applyRules, type Rules } from './apply-rules.ts'
import { type Enriched, toMatchEvent, toVersion } from './match-event.ts'

/** What becomes of one record. */
export type RecordOutcome = { readonly read: ReadRecord } & (
  | {
      /** `revised`: as a version of an event that was stored before. */
      readonly kind: 'stored' | 'revised'
      readonly event: MatchEvent
      readonly version: EventVersion
      /** A stored event that may be another report of the same; looked for where a replay is tried out. */
      readonly resembles?: MatchEvent
    }
  | { readonly kind: 'duplicate' }
  /** A higher version of the event is stored. */
  | { readonly kind: 'superseded'; readonly by: string; readonly seq: number }
  | { readonly kind: 'failed'; readonly failure: Failure }
)

/** All that a batch will write, if none of its failures is systemic. */
export interface Plan {
  /** One for each record, in order. */
  readonly outcomes: readonly RecordOutcome[]
  readonly events: readonly MatchEvent[]
  readonly matches: readonly EvolvedMatch[]
  readonly outbox: readonly OutboxRange[]
  /** Ids that their provider uses in one match only: those that are new, and before them those whose event is withdrawn. */
  readonly globalIds: readonly EventIdentity[]
  readonly freedGlobalIds: readonly EventIdentity[]
  /** Of versions that count as told at another time than they came in. */
  readonly ranks: readonly EventRank[]
}

/** A match as it is before a batch, locked. */
export interface OpenMatch {
  readonly epoch: number
  readonly seq: number
  readonly match: FoldedMatch
  /** The state as it is stored; the match's own may have been made anew since. */
  readonly shown: MatchState
}

export interface PlanInput {
  readonly reads: readonly ReadRecord[]
  /** Every match that the records name. */
  readonly matches: ReadonlyMap<string, OpenMatch>
  /** Events of the records that are stored already, as `keyOf` names them. */
  readonly standing: ReadonlyMap<string, StandingEvent>
  /** The match under which a global id came before, as `globalKeyOf` names it. */
  readonly globalIds: ReadonlyMap<string, string>
  /** Stored events that may be other reports of the records' events. */
  readonly alike: readonly MatchEvent[]
  readonly rules: Rules
  readonly nowMs: number
  /** Called between records: others may work meanwhile. */
  readonly pause: () => Promise<void> | undefined
}

/** An event's identity as one text. */
export const keyOf = (event: SourceEvent): string => `${event.matchId} ${identityOf(event)}`
export const globalKeyOf = (event: SourceEvent): string => identityOf(event)

interface Progress extends OpenMatch {
  readonly firstSeq: number
  seq: number
  match: FoldedMatch
  shown: MatchState
}

interface Work extends PlanInput {
  readonly storedAt: string
  readonly standing: Map<string, StandingEvent>
  readonly globalIds: Map<string, string>
  readonly progress: Map<string, Progress>
  readonly events: MatchEvent[]
  readonly newGlobalIds: Map<string, EventIdentity>
  readonly freedGlobalIds: EventIdentity[]
  readonly ranks: Map<string, EventRank>
}

/** Runs the rules over a batch, record by record, in order. Pure but for the rules and the pauses that it is given. */
export async function planBatch(input: PlanInput): Promise<Plan> {
  const work: Work = {
    ...input,
    storedAt: new Date(input.nowMs).toISOString(),
    standing: new Map(input.standing),
    globalIds: new Map(input.globalIds),
    progress: new Map(),
    events: [],
    newGlobalIds: new Map(),
    freedGlobalIds: [],
    ranks: new Map(),
  }
  const outcomes: RecordOutcome[] = []
  for (const read of input.reads) {
    const paused = input.pause()
    if (paused) await paused
    outcomes.push(
      read.kind === 'failed' ? { kind: 'failed', read, failure: read.failure } : planOne(work, read),
    )
  }
  const changed = [...work.progress].filter(([, at]) => at.seq >= at.firstSeq)
  return {
    outcomes,
    events: work.events,
    matches: changed.map(([matchId, at]) => ({ matchId, lastSeq: at.seq, ...kept(at.match) })),
    outbox: changed.map(([matchId, { epoch, firstSeq, seq }]) => ({
      matchId,
      epoch,
      firstSeq,
      lastSeq: seq,
    })),
    globalIds: [...work.newGlobalIds.values()],
    freedGlobalIds: work.freedGlobalIds,
    ranks: [...work.ranks.values()],
  }
}

const kept = ({ state, memory }: FoldedMatch) => ({
  state,
  memory: { ...memory, readings: trimmed(memory.readings), names: trimmedNames(memory.names) },
})

type EventRead = Extract<ReadRecord, { kind: 'event' }>

function planOne(work: Work, read: EventRead): RecordOutcome {
  const { event } = read
  const standing = work.standing.get(keyOf(event))
  const known = standing && knownAs(work, event, standing)
  if (known) return { ...known, read }
  const failure = ofOtherMatch(work, event)
  if (failure) return { kind: 'failed', read, failure }
  const at = progressOf(work, event.matchId)
  const seq = standing?.seq ?? at.seq + 1
  const applied = applyRules({ ...work, match: at.match, event, standing, seq })
  if (applied.kind === 'failed') return { ...applied, read }
  at.seq += 1
  at.match = applied.match
  const correlationId = correlationIdOf(read.record)
  const { storedAt } = work
  const enriched = { ...at, event, standing, applied, storedAt, correlationId }
  at.shown = at.match.state
  const stored = toMatchEvent(enriched)
  const version = toVersion(enriched)
  remember(work, enriched, { stored, version })
  const alike = resembles(event, work.alike)
  const kind = standing ? 'revised' : 'stored'
  return { kind, read, event: stored, version, ...(alike && { resembles: alike }) }
}

/** What an event is that adds nothing to what is stored of it; undefined if it takes its place. */
function knownAs(work: Work, event: SourceEvent, standing: StandingEvent) {
  const sent = sentAs(event, standing)
  const order = compareVersions(sent, standing)
  if (order === 'higher') return undefined
  if (order === 'retold') raise(work, event, { ...standing, ...told(sent) })
  if (order !== 'lower') return { kind: 'duplicate' } as const
  const { epoch, seq, revision } = standing
  const by = `${revision === undefined ? 'a newer version' : `revision ${revision}`} of event ${epoch}:${seq}`
  return { kind: 'superseded', by, seq } as const
}

const told = ({ toldAtMs, toldIndex = 0 }: Version) => ({ toldAtMs, toldIndex })

/** Of an event from before providers were kept it is not known whether its clock was told. */
function sentAs(event: SourceEvent, { provider, content }: StandingEvent): Version {
  const sent = versionOf(event)
  if (provider !== '' || !sent.content || event.clock) return sent
  return { ...sent, content: { ...sent.content, clock: content?.clock } }
}

/** The standing version was told later than is kept of it. */
function raise({ ranks, standing }: Work, event: SourceEvent, raised: StandingEvent): void {
  const { newestSeq: seq, toldAtMs, toldIndex = 0 } = raised
  const { matchId } = event
  standing.set(keyOf(event), raised)
  ranks.set(`${matchId} ${seq}`, { matchId, seq, toldAtMs, toldIndex })
}

/** Why an event is refused under an id that its provider used in another match, where it says that it uses none in two. */
function ofOtherMatch({ globalIds }: Work, event: SourceEvent): Failure | undefined {
  const matchId = event.idScope === 'global' ? globalIds.get(globalKeyOf(event)) : undefined
  if (matchId === undefined || matchId === event.matchId) return undefined
  const message =
    'its provider uses no id in two matches, and this one is of an event of another: withdraw that one, or use another id'
  const verdict = { disposition: 'poison', evidence: `the id belongs to match ${matchId}` } as const
  const { type } = event
  return { step: 'rules', code: 'id-of-other-match', message, attempts: 1, event, type, verdict }
}

/** So that the batch's next records know of it. */
function remember(
  work: Work,
  { event, epoch, seq, standing, applied }: Enriched,
  { stored, version }: { readonly stored: MatchEvent; readonly version: EventVersion },
): void {
  work.events.push(stored)
  const rank = told(versionOf(event))
  const stands: StandingEvent = {
    ...{ ...version, ...rank, newestSeq: seq },
    epoch: standing?.epoch ?? epoch,
    seq: standing?.seq ?? seq,
    clock: stored.clock,
    content: applied.change.after as StandingEvent['content'],
    isBackup: stored.isBackup === true,
  }
  if (rank.toldIndex > 0 || rank.toldAtMs !== Date.parse(event.ingestedAt)) raise(work, event, stands)
  work.standing.set(keyOf(event), stands)
  if (event.idScope === 'global') noteGlobalId(work, event)
}

/** An id belongs to its match for as long as its event stands. */
function noteGlobalId({ globalIds, newGlobalIds, freedGlobalIds }: Work, event: SourceEvent): void {
  const key = globalKeyOf(event)
  if (event.type !== 'event-withdrawn') {
    if (!globalIds.has(key)) newGlobalIds.set(key, event)
    globalIds.set(key, event.matchId)
  } else if (globalIds.delete(key)) {
    newGlobalIds.delete(key)
    freedGlobalIds.push(event)
  }
}

function progressOf({ progress, matches }: Work, matchId: string): Progress {
  const known = progress.get(matchId)
  if (known) return known
  const open = matches.get(matchId)
  if (!open) throw new Error(`match ${matchId} is not locked`)
  const begun = { ...open, firstSeq: open.seq + 1 }
  progress.set(matchId, begun)
  return begun
}

/** Where a record's event was stored. */
export const recordsStored = ({
  outcomes,
}: Pick<Plan, 'outcomes'>): (LogRecord & { readonly version: EventVersion })[] =>
  outcomes.flatMap(outcome =>
    outcome.kind === 'stored' || outcome.kind === 'revised'
      ? [{ ...outcome.read.record, version: outcome.version }]
      : [],
  )
