import type { MatchEvent } from '@touchline/contracts'
import {
  type AggregateCheckpoint,
  type AggregateProgress,
  addToWindows,
  type BehindMatch,
  type Database,
  dropWindows,
  inTransaction,
  lockAggregates,
  type MatchWindow,
  readRanges,
  type SeqRange,
  saveAggregates,
  type Transaction,
  type WindowKey,
} from '@touchline/db'
import { foldEvents } from './fold.ts'
import { recountShots } from './recount-shots.ts'

/** What one transaction did for a match. */
export interface AggregatedMatch extends AggregateProgress {
  readonly events: number
  /** As in the checkpoint before, since 1970; null where the match began. */
  readonly newestBeforeMs: number | null
  /** What was added, not what the windows hold now. */
  readonly added: readonly MatchWindow[]
  /** Windows whose shots were counted anew, and are others than before. */
  readonly recounted: readonly WindowKey[]
}

export interface Aggregating {
  readonly database: Database
  /** Events at hand, by seq; others are read. */
  readonly eventsOf: (matchId: string) => ReadonlyMap<number, MatchEvent>
  readonly maxEvents: number
}

/**
 * Folds what no window has yet of some matches, at most `maxEvents`, and says how far it came, all in one transaction.
 * Every match is in the result; one whose turn did not come is as it was.
 */
export function aggregateMatches(
  { database, eventsOf, maxEvents }: Aggregating,
  behind: readonly BehindMatch[],
): Promise<AggregatedMatch[]> {
  return inTransaction(database.pool, async tx => {
    const [checkpoints] = await Promise.all([
      lockAggregates(
        tx,
        behind.map(({ matchId }) => matchId),
      ),
      // Losing this commit to a crash only folds again, windows and checkpoint alike: no need to wait for the disk.
      tx.query('set local synchronous_commit = off'),
    ])
    const steps = planSteps(behind, new Map(checkpoints.map(row => [row.matchId, row])), maxEvents)
    const events = await collect(tx, steps, eventsOf)
    const eventsIn = ({ matchId }: Step) => events.get(matchId) ?? []
    const results = steps.map(step => foldStep(step, eventsIn(step)))
    await save(tx, results)
    const recounted = await recountShots(
      tx,
      steps.map(step => ({ ...step, events: eventsIn(step) })),
    )
    return results.map(result => ({ ...result, recounted: recounted.get(result.matchId) ?? [] }))
  })
}

interface Step extends SeqRange {
  readonly epoch: number
  readonly newestBeforeMs: number | null
  readonly startedOver: boolean
}

function planSteps(
  behind: readonly BehindMatch[],
  checkpoints: ReadonlyMap<string, AggregateCheckpoint>,
  maxEvents: number,
): Step[] {
  let room = maxEvents
  return behind.map(match => {
    const step = stepOf(match, checkpoints.get(match.matchId), room)
    room -= Math.max(0, step.lastSeq - step.firstSeq + 1)
    return step
  })
}

/** Where the match's history was lost since, its windows are folded anew from the first event that holds now. */
function stepOf(match: BehindMatch, checkpoint: AggregateCheckpoint | undefined, room: number): Step {
  if (!checkpoint) throw new Error(`the checkpoint of match ${match.matchId} is not locked`)
  const { matchId } = match
  const isNewer = match.epoch > checkpoint.epoch
  const startedOver = isNewer && checkpoint.nextSeq > 1
  const firstSeq = isNewer ? 1 : checkpoint.nextSeq
  const isStale = match.epoch < checkpoint.epoch
  return {
    matchId,
    epoch: isStale ? checkpoint.epoch : match.epoch,
    firstSeq,
    lastSeq: isStale ? firstSeq - 1 : Math.min(match.lastSeq, firstSeq + room - 1),
    newestBeforeMs: isNewer ? null : checkpoint.newestAtMs,
    startedOver,
  }
}

/** The events of the steps by match, in order of seq: from memory, and what is not there from the database. */
async function collect(
  tx: Transaction,
  steps: readonly Step[],
  eventsOf: Aggregating['eventsOf'],
): Promise<Map<string, MatchEvent[]>> {
  const known = new Map<string, MatchEvent[]>()
  const missing: SeqRange[] = []
  for (const step of steps) {
    const found = atHand(step, eventsOf(step.matchId))
    known.set(step.matchId, found)
    missing.push(...gapsIn(step, found))
  }
  if (missing.length === 0) return known
  for (const event of await readRanges(tx, missing)) known.get(event.matchId)?.push(event)
  for (const events of known.values()) events.sort((a, b) => a.seq - b.seq)
  return known
}

function atHand({ firstSeq, lastSeq }: SeqRange, events: ReadonlyMap<number, MatchEvent>): MatchEvent[] {
  if (events.size === 0) return []
  const found: MatchEvent[] = []
  for (let seq = firstSeq; seq <= lastSeq; seq += 1) {
    const event = events.get(seq)
    if (event) found.push(event)
  }
  return found
}

function gapsIn({ matchId, firstSeq, lastSeq }: SeqRange, found: readonly MatchEvent[]): SeqRange[] {
  const gaps: SeqRange[] = []
  let next = firstSeq
  for (const seq of [...found.map(event => event.seq), lastSeq + 1]) {
    if (seq > next) gaps.push({ matchId, firstSeq: next, lastSeq: seq - 1 })
    next = seq + 1
  }
  return gaps
}

function foldStep({ matchId, firstSeq, lastSeq, ...step }: Step, events: readonly MatchEvent[]) {
  const { windows, newestAtMs, tooLate } = foldEvents(events, step.newestBeforeMs)
  const nextSeq = Math.max(firstSeq, lastSeq + 1)
  return { ...step, matchId, nextSeq, newestAtMs, tooLate, events: events.length, added: windows }
}

type FoldedStep = Omit<AggregatedMatch, 'recounted'>

async function save(tx: Transaction, results: readonly FoldedStep[]): Promise<void> {
  const lost = results.filter(match => match.startedOver).map(({ matchId }) => matchId)
  await Promise.all([
    dropWindows(tx, lost),
    addToWindows(
      tx,
      results.flatMap(({ added }) => added),
    ),
    saveAggregates(tx, results),
  ])
}
