import type { MatchEvent } from '@touchline/contracts'
import {
  addParkedRecords,
  addToAccounts,
  addToOutbox,
  type Database,
  findOpenReplays,
  findParked,
  findStored,
  insertEvents,
  type LockedMatch,
  lockMatches,
  parkMatches,
  readNewestOfType,
  replayKey,
  type Settlement,
  saveMatches,
  settleReplays,
  type Transaction,
  together,
} from '@touchline/db'
import { initialState, replaceable } from '@touchline/match'
import type { LogRecord } from '@touchline/streams'
import type { LetterStore } from '../../letters/letter-store.ts'
import { type DeathContext, toDeadLetter } from '../../letters/to-dead-letter.ts'
import { type ReadRecord, replayOf } from '../../records/read-record.ts'
import { type Accounts, accountFor } from './account.ts'
import type { Controls, Verdict } from './controls.ts'
import { type Plan, planBatch, type RecordOutcome, type Rules } from './plan.ts'

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
  /** Park these matches, rather than wait for their rows. */
  readonly park?: ReadonlySet<string>
  /** Work on parked matches too: only for whoever ends their parking. */
  readonly isUnparking?: boolean
  /** All replays count as open: for a dry run. */
  readonly isDryRun?: boolean
}

/** What the database held when a batch was looked at, with all its matches locked. */
export interface Found {
  readonly matches: ReadonlyMap<string, LockedMatch>
  readonly storedKeys: ReadonlySet<string>
  /** Matches whose records must wait. */
  readonly parked: ReadonlySet<string>
  readonly openReplays: ReadonlySet<string>
}

/** All statements are sent together; the locks come first. */
export async function look(
  tx: Transaction,
  reads: readonly ReadRecord[],
  options: LookOptions,
): Promise<Found> {
  const events = reads.flatMap(read => (read.kind === 'event' ? [read.event] : []))
  const matchIds: string[] = [...new Set(events.map(event => event.matchId))]
  const refs = options.isDryRun ? [] : reads.flatMap(({ record }) => replayOf(record) ?? [])
  const [, matches, storedKeys, parked, openReplays] = await together([
    tx.query(`set local lock_timeout = ${Math.max(1, Math.round(options.lockTimeoutMs))}`),
    lock(tx, matchIds, options),
    findStored(tx, events),
    options.isUnparking ? new Set<string>() : findParked(tx, matchIds),
    findOpenReplays(tx, refs),
  ])
  const held = matchIds.filter(matchId => !matches.has(matchId))
  return { matches, storedKeys, parked: new Set([...parked, ...held]), openReplays }
}

function lock(tx: Transaction, matchIds: readonly string[], { park, isUnparking }: LookOptions) {
  const wanted = park ? matchIds.filter(matchId => !park.has(matchId)) : matchIds
  return lockMatches(tx, wanted, initialState, { parked: isUnparking ? 'lock' : 'skip' })
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
  const newest = await newestFor(tx, ready, isReplay)
  const nowMs = context.nowMs()
  const plan = planBatch({ ...found, reads: ready, isReplay, newest, rules: context.rules, nowMs })
  const judged = plan.outcomes.map(outcome => judge(outcome, context, isReplay, nowMs))
  const letters = judged.flatMap(({ letter }) => letter ?? [])
  const settlements = judged.flatMap(({ settlement }) => settlement ?? [])
  const kept = await context.letters.keep(tx, letters)
  const accounts = accountFor({ outcomes: plan.outcomes, ...kept })
  await together([
    insertEvents(tx, plan.events, originsOf(plan)),
    saveMatches(tx, plan.matches),
    addToOutbox(tx, plan.outbox),
    addAccounts(tx, accounts),
    settleReplays(tx, found.isDryRun ? [] : settlements),
    park(tx, context, waiting, found),
  ])
  return { ...plan, parkedRecords: waiting.length, settlements }
}

/** The places of the stored events' records in the log, in the events' order. */
const originsOf = ({ outcomes }: Plan): LogRecord[] =>
  outcomes.flatMap(({ kind, read }) => (kind === 'stored' ? [read.record] : []))

const addAccounts = (tx: Transaction, accounts: Accounts) =>
  together([...accounts].sort().map(([topic, outcomes]) => addToAccounts(tx, topic, outcomes)))

const newestPerType = 500

async function newestFor(
  tx: Transaction,
  reads: readonly ReadRecord[],
  isReplay: (record: LogRecord) => boolean,
): Promise<MatchEvent[]> {
  const wanted = new Map<string, { matchId: string; type: string }>()
  for (const read of reads) {
    if (read.kind !== 'event' || !replaceable.has(read.event.type) || !isReplay(read.record)) continue
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
      return { outcome: 'recovered', seq: outcome.event.seq }
    case 'duplicate':
      return { outcome: 'superseded', message: 'an event with its id is stored' }
    case 'superseded':
      return {
        outcome: 'superseded',
        message: `replaced by ${outcome.by}`,
        ...(outcome.seq !== undefined && { seq: outcome.seq }),
      }
  }
}

async function park(
  tx: Transaction,
  context: ApplyContext,
  waiting: readonly ReadRecord[],
  { matches }: Found,
): Promise<void> {
  const records = waiting.flatMap(read =>
    read.kind === 'event' ? [{ ...read.record, matchId: read.event.matchId as string }] : [],
  )
  const held = [...new Set(records.map(record => record.matchId))].filter(matchId => !matches.has(matchId))
  const message = "somebody else holds the match's row for longer than is usual"
  const reason = { errorCode: 'match-locked', errorMessage: message, delayMs: context.firstRetryMs() }
  await parkMatches(tx, held, reason)
  await addParkedRecords(tx, records)
}
