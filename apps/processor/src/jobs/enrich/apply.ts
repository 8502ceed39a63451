import type { MatchEvent, SourceEvent } from '@touchline/contracts'
import {
  addParkedRecords,
  addToAccounts,
  addToOutbox,
  type Database,
  deleteGlobalIds,
  findGlobalIds,
  findOpenReplays,
  findParked,
  findStanding,
  insertEvents,
  insertGlobalIds,
  lockMatches,
  parkMatches,
  readNewestOfType,
  replayKey,
  type Settlement,
  type StandingEvent,
  saveEventRanks,
  saveMatches,
  setTransaction,
  settleReplays,
  type Transaction,
  together,
} from '@touchline/db'
import { emptyMatch, resemblingTypes } from '@touchline/match'
import type { LogRecord } from '@touchline/streams'
import type { LetterStore } from '../../letters/letter-store.ts'
import { type DeathContext, toDeadLetter } from '../../letters/to-dead-letter.ts'
import { type ParkCause, rowHeld } from '../../parking/park-cause.ts'
import { type ReadRecord, replayOf } from '../../records/read-record.ts'
import { type Accounts, accountFor } from './account.ts'
import type { Rules } from './apply-rules.ts'
import type { Controls, Verdict } from './controls.ts'
import { createPause, pauseEveryMs } from './event-loop-pause.ts'
import { openMatches } from './open-matches.ts'
import {
  globalKeyOf,
  keyOf,
  type OpenMatch,
  type Plan,
  planBatch,
  type RecordOutcome,
  recordsStored,
} from './plan.ts'

export interface ApplyContext {
  readonly database: Database
  readonly group: string
  readonly build: string
  readonly rules: Rules
  readonly controls: Controls
  readonly letters: LetterStore
  readonly nowMs: () => number
  /** Until a parked match is tried for the first time. */
  readonly firstRetryMs: () => number
}

/** Not this record's fault: its neighbours would fail as it did, so nothing may count as dead. */
export class SystemicFault extends Error {
  override readonly name = 'SystemicFault'
}

export interface LookOptions {
  /** How long to wait for a match's row. */
  readonly lockTimeoutMs: number
  /** Park these matches, rather than wait for their rows, and why. */
  readonly park?: ReadonlyMap<string, ParkCause>
  /** Work on parked matches too: only for whoever ends their parking. */
  readonly isUnparking?: boolean
  /** All replays count as open: for a dry run. */
  readonly isDryRun?: boolean
}

/** What the database held when a batch was looked at, with all its matches locked. */
export interface Found {
  readonly matches: ReadonlyMap<string, OpenMatch>
  /** As `keyOf` names them. */
  readonly standing: ReadonlyMap<string, StandingEvent>
  /** As `globalKeyOf` names them. */
  readonly globalIds: ReadonlyMap<string, string>
  /** Matches whose records must wait. */
  readonly parked: ReadonlySet<string>
  /** Why, of those that are to be parked now. */
  readonly causes?: ReadonlyMap<string, ParkCause> | undefined
  readonly openReplays: ReadonlySet<string>
}

/** Most statements are sent together, the locks first; what a match needs beside its row comes after them. */
export async function look(
  tx: Transaction,
  reads: readonly ReadRecord[],
  options: LookOptions,
): Promise<Found> {
  const events = reads.flatMap(read => (read.kind === 'event' ? [read.event] : []))
  const matchIds: string[] = [...new Set(events.map(event => event.matchId))]
  const refs = options.isDryRun ? [] : reads.flatMap(({ record }) => replayOf(record) ?? [])
  const global = events.filter(event => event.idScope === 'global')
  const [, locked, standingAt, globalAt, parked, openReplays] = await together([
    setTransaction(tx, { lockTimeoutMs: options.lockTimeoutMs, readsByIndex: true }),
    lock(tx, matchIds, options),
    findStanding(tx, events),
    findGlobalIds(tx, global),
    options.isUnparking ? new Set<string>() : findParked(tx, matchIds),
    findOpenReplays(tx, refs),
  ])
  const standing = named(events, standingAt, keyOf)
  const matches = await openMatches(tx, { locked, events, standing })
  const held = matchIds.filter(matchId => !matches.has(matchId))
  const globalIds = named(global, globalAt, globalKeyOf)
  const waiting = new Set([...parked, ...held])
  return { matches, standing, globalIds, parked: waiting, causes: options.park, openReplays }
}

function named<T>(
  events: readonly SourceEvent[],
  found: ReadonlyMap<number, T>,
  nameOf: (event: SourceEvent) => string,
): Map<string, T> {
  return new Map(
    [...found].flatMap(([place, value]) => {
      const event = events[place]
      return event ? [[nameOf(event), value] as const] : []
    }),
  )
}

function lock(tx: Transaction, matchIds: readonly string[], { park, isUnparking }: LookOptions) {
  const wanted = park ? matchIds.filter(matchId => !park.has(matchId)) : matchIds
  return lockMatches(tx, wanted, emptyMatch, { parked: isUnparking ? 'lock' : 'skip' })
}

export interface Applied extends Plan {
  readonly parkedRecords: number
  readonly settlements: readonly Settlement[]
}

/** Writes all that records come to. Throws SystemicFault, before anything is written, where one fails for no fault of its own. */
export async function apply(
  tx: Transaction,
  context: ApplyContext,
  reads: readonly ReadRecord[],
  found: Found & { readonly isDryRun?: boolean },
): Promise<Applied> {
  const isReplay = (record: LogRecord): boolean => {
    const ref = replayOf(record)
    return ref !== undefined && (found.isDryRun === true || found.openReplays.has(replayKey(ref)))
  }
  const waits = (read: ReadRecord) => read.kind === 'event' && found.parked.has(read.event.matchId)
  const waiting = reads.filter(waits)
  const ready = waiting.length === 0 ? reads : reads.filter(read => !waits(read))
  const alike = found.isDryRun ? await readAlike(tx, ready) : []
  const nowMs = context.nowMs()
  const pause = createPause(pauseEveryMs)
  const plan = await planBatch({ ...found, reads: ready, alike, rules: context.rules, nowMs, pause })
  const judged = plan.outcomes.map(outcome => judge(outcome, context, isReplay, nowMs))
  const letters = judged.flatMap(({ letter }) => letter ?? [])
  const settlements = judged.flatMap(({ settlement }) => settlement ?? [])
  const kept = await context.letters.keep(tx, letters)
  const accounts = accountFor({ outcomes: plan.outcomes, ...kept })
  await together([
    insertEvents(tx, plan.events, recordsStored(plan)),
    deleteGlobalIds(tx, plan.freedGlobalIds),
    insertGlobalIds(tx, plan.globalIds),
    saveEventRanks(tx, plan.ranks),
    saveMatches(tx, plan.matches),
    addToOutbox(tx, plan.outbox),
    addAccounts(tx, accounts),
    settleReplays(tx, found.isDryRun ? [] : settlements),
    park(tx, context, waiting, found),
  ])
  return { ...plan, parkedRecords: waiting.length, settlements }
}

const addAccounts = (tx: Transaction, accounts: Accounts) =>
  together([...accounts].sort().map(([topic, outcomes]) => addToAccounts(tx, topic, outcomes)))

const newestPerType = 500

/** Stored events that may be other reports of what the records tell. */
async function readAlike(tx: Transaction, reads: readonly ReadRecord[]): Promise<MatchEvent[]> {
  const wanted = new Map<string, { matchId: string; type: string }>()
  for (const read of reads) {
    if (read.kind !== 'event' || !resemblingTypes.has(read.event.type)) continue
    const { matchId, type } = read.event
    wanted.set(`${matchId} ${type}`, { matchId, type })
  }
  return readNewestOfType(tx, [...wanted.values()], newestPerType)
}

interface Judged {
  readonly letter?: ReturnType<typeof toDeadLetter>
  readonly settlement?: Settlement
}

function judge(
  outcome: RecordOutcome,
  context: ApplyContext,
  isReplay: (record: LogRecord) => boolean,
  nowMs: number,
): Judged {
  const { record } = outcome.read
  const ref = isReplay(record) ? replayOf(record) : undefined
  if (outcome.kind !== 'failed') return ref ? { settlement: { ...ref, ...settledAs(outcome) } } : {}
  const { source } = outcome.read
  const verdict: Verdict = outcome.failure.verdict ?? context.controls.judge(source, outcome.failure)
  if (verdict.disposition === 'systemic' && !ref && !outcome.failure.verdict) {
    throw new SystemicFault(`${outcome.failure.message}; ${verdict.evidence}`)
  }
  const death: DeathContext = { source, group: context.group, stage: 'enrich', build: context.build, nowMs }
  const letter = toDeadLetter(record, { ...outcome.failure, ...verdict }, death)
  if (!ref) return { letter }
  const { errorMessage: message, ...dead } = letter
  return { settlement: { ...ref, outcome: 'dead_again', message, death: dead } }
}

function settledAs(
  outcome: Exclude<RecordOutcome, { kind: 'failed' }>,
): Omit<Settlement, 'replayId' | 'letterId'> {
  switch (outcome.kind) {
    case 'stored':
    case 'revised':
      return { outcome: 'recovered', seq: outcome.event.seq, ...warningOf(outcome.resembles) }
    case 'duplicate':
      return { outcome: 'superseded', message: 'an event with its id is stored' }
    case 'superseded':
      return { outcome: 'superseded', message: `replaced by ${outcome.by}`, seq: outcome.seq }
  }
}

/** For whoever tries a replay out: whether to replay it all the same is theirs to say. */
const warningOf = (resembled: MatchEvent | undefined) =>
  resembled && {
    message: `event ${resembled.epoch}:${resembled.seq} may be another report of the same; both would count`,
  }

async function park(
  tx: Transaction,
  context: ApplyContext,
  waiting: readonly ReadRecord[],
  { matches, causes }: Found,
): Promise<void> {
  const records = waiting.flatMap(read =>
    read.kind === 'event' ? [{ ...read.record, matchId: read.event.matchId as string }] : [],
  )
  const held = [...new Set(records.map(record => record.matchId))].filter(matchId => !matches.has(matchId))
  const delayMs = context.firstRetryMs()
  for (const [cause, its] of Map.groupBy(held, matchId => causes?.get(matchId) ?? rowHeld)) {
    await parkMatches(tx, its, { ...cause, delayMs })
  }
  await addParkedRecords(tx, records)
}
