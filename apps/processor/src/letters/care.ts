import { approvalAboveLetters, expiryWarningHours, reprocessAfterHours } from '@touchline/contracts'
import {
  type AuditRecord,
  appendAudit,
  approvalWithinHours,
  approveBySystem,
  type Database,
  type DueLetters,
  declineStaleReplays,
  expireLetters,
  findDueLetters,
  insertReplay,
  inTransaction,
  lockLetterCare,
  releaseStranded,
  scheduleReprocessing,
  type Transaction,
  warnOfExpiry,
} from '@touchline/db'
import { repeat } from '../repeat.ts'

export interface LetterCareOptions {
  readonly database: Database
  /** Milliseconds since 1970: what is due is told by it alone. */
  readonly nowMs: () => number
  /** Default 30,000. */
  readonly intervalMs?: number
  /** So many letters expire within so many hours. */
  readonly onWarning: (letters: number, hours: number) => void
  readonly onExpired: (letters: number) => void
  /** A replay was created for so many letters, for the `nth` time. */
  readonly onReprocess: (replay: {
    readonly id: string
    readonly letters: number
    readonly nth: number
  }) => void
  readonly onError: (error: unknown) => void
}

export interface LetterCare {
  /** Does what is due now, unless another processor is at it. */
  tick(): Promise<void>
  /** Finishes what it is at. */
  stop(): Promise<void>
}

const lettersPerTick = 20_000
const reprocessingPerSecond = 100
const hourMs = 3_600_000
const by = 'touchline'

interface Cared {
  readonly expired: number
  readonly warned: ReadonlyMap<number, number>
  readonly replays: readonly { readonly id: string; readonly letters: number; readonly nth: number }[]
}

/**
 * What becomes of dead letters by time alone: expire those whose time is over, warn of those whose time is soon over,
 * replay the systemic ones that are due. One transaction; any number of processors may care, one at a time does.
 */
export function createLetterCare(options: LetterCareOptions): LetterCare {
  const { database, nowMs, intervalMs = 30_000, onError } = options
  const tick = async () => {
    const cared = await inTransaction(database.pool, tx => care(tx, nowMs()))
    if (cared) report(cared, options)
  }
  const { stop } = repeat({ everyMs: intervalMs, work: tick, onError })
  return { tick, stop }
}

async function care(tx: Transaction, nowMs: number): Promise<Cared | undefined> {
  if (!(await lockLetterCare(tx))) return undefined
  const due = { now: new Date(nowMs), limit: lettersPerTick }
  await releaseStranded(tx, due)
  const expired = await expireLetters(tx, { ...due, by })
  const warned = await warnOfExpiry(tx, { ...due, hours: expiryWarningHours })
  const replays: Cared['replays'][number][] = []
  const entries = await declineStale(tx, due.now)
  for (const letters of await findDueLetters(tx, due)) {
    const replay = await reprocess(tx, letters, nowMs)
    replays.push(replay)
    entries.push(entryOf(replay))
  }
  // The chain of the audit is locked from here to the transaction's end.
  for (const entry of entries) await appendAudit(tx, entry)
  return { expired, warned, replays }
}

const noDecision = `nobody decided within ${approvalWithinHours} hours`
const actor = {
  actorId: by,
  actorName: by,
  actorRole: 'admin',
  via: 'system',
  subjectKind: 'replay',
} as const

/** Replays that awaited approval for too long; what to write of each into the audit. */
async function declineStale(tx: Transaction, now: Date): Promise<AuditRecord[]> {
  const stale = await declineStaleReplays(tx, { now, by, reason: noDecision })
  return stale.map(({ id, total, requestedBy }) => ({
    ...{ ...actor, action: 'replay.decide', subjectId: id, reason: noDecision },
    details: { approve: false, state: 'declined', total, requestedBy },
  }))
}

const entryOf = ({ id, letters, nth }: Cared['replays'][number]): AuditRecord => ({
  ...{ ...actor, action: 'replay.create', subjectId: id, reason: reasonOf(nth) },
  details: { mode: 'live', state: 'pending', total: letters, reprocessing: nth },
})

const reasonOf = (nth: number) => `automatic reprocessing ${nth} of ${reprocessAfterHours.length}`

/** Letters are replayed a bounded number of times; which one it is, the reason says. */
async function reprocess(tx: Transaction, { reprocessings, ids }: DueLetters, nowMs: number) {
  const nth = reprocessings + 1
  const { id, total } = await insertReplay(tx, {
    mode: 'live',
    choice: { ids },
    query: { disposition: 'systemic', reprocessings },
    reason: reasonOf(nth),
    requestedBy: by,
    ratePerSecond: reprocessingPerSecond,
    canary: true,
  })
  // Nobody has to agree to what happens by itself; that is kept, so that it can be resumed like any other.
  if (total > approvalAboveLetters) await approveBySystem(tx, id, by)
  const afterHours = reprocessAfterHours[nth]
  await scheduleReprocessing(tx, ids, afterHours === undefined ? null : new Date(nowMs + afterHours * hourMs))
  return { id, letters: total, nth }
}

function report({ expired, warned, replays }: Cared, to: LetterCareOptions): void {
  if (expired > 0) to.onExpired(expired)
  for (const [hours, letters] of warned) to.onWarning(letters, hours)
  for (const replay of replays) to.onReprocess(replay)
}
