import {
  type Database,
  type DeliveryFinding,
  type DeliveryReport,
  type DeliveryStage,
  findHoles,
  inTransaction,
  type LeadersWrite,
  type LostRange,
  type OutboxRange,
  readDeliveryFacts,
  requeueRanges,
} from '@touchline/db'
import { createGapFinder } from './gaps.ts'
import { createStoredRanges } from './stored-ranges.ts'

export interface DeliveryOptions {
  readonly database: Database
  /** Has the relay look at these rows of the outbox. */
  readonly wakeRelay: (ranges: readonly OutboxRange[]) => void
  readonly nowMs: () => number
  /** Default 5,000. */
  readonly graceMs?: number
  /** How long a gateway may say nothing before it counts as gone. Default 10,000. */
  readonly silentForMs?: number
}

/** Matches without an event for so long are left alone. */
const activeWithinMs = 3_600_000
/** Further back than this, gateways are left to read from the store by themselves. */
const requeuedMax = 1_000
const findingsMax = 100

/**
 * Holds what is stored against what each stage says that it handed on, and repairs what can be: phases, in one
 * snapshot find, then name, then requeue or wake. Doing it twice, or twice at once, puts nothing in twice.
 */
export function createDeliveryCheck(
  options: DeliveryOptions,
): (write: LeadersWrite) => Promise<DeliveryReport> {
  const { database, wakeRelay, nowMs, graceMs = 5_000, silentForMs = 10_000 } = options
  const finder = createGapFinder({ graceMs, silentForMs })
  const storedRanges = createStoredRanges()
  let beforeMs = nowMs()

  const look = () =>
    inTransaction(database.pool, async tx => {
      await tx.query('set transaction isolation level repeatable read, read only')
      const facts = await readDeliveryFacts(tx, { activeWithinMs, waitingForMs: graceMs, silentForMs })
      const ranges = storedRanges.next(facts.active)
      const holes = await findHoles(tx, ranges)
      storedRanges.counted(ranges, holes)
      return { ...facts, holes }
    })

  const repair = async (findings: readonly DeliveryFinding[], write: LeadersWrite) => {
    const lost = rangesOf(findings, 'requeued')
    const requeued = lost.length > 0 ? await write(tx => requeueRanges(tx, lost)) : 0
    const stuck = rangesOf(findings, 'relay-woken')
    if (lost.length + stuck.length > 0) wakeRelay([...lost, ...stuck])
    return requeued + stuck.length
  }

  return async write => {
    const atMs = nowMs()
    const facts = await look()
    const findings = finder.find(facts, atMs)
    const repaired = await repair(findings, write)
    const fromAt = new Date(beforeMs).toISOString()
    beforeMs = atMs
    return {
      kind: 'delivery',
      at: new Date(atMs).toISOString(),
      fromAt,
      ok: findings.length === 0,
      findings: findings.slice(0, findingsMax),
      totals: { matches: facts.active.length, repaired, byStage: countByStage(findings) },
    }
  }
}

/** Each match's range once, however many gateways miss it, and no longer than gateways are to be told at once. */
function rangesOf(findings: readonly DeliveryFinding[], repair: DeliveryFinding['repair']): LostRange[] {
  const ranges = new Map<string, LostRange>()
  for (const finding of findings) {
    if (finding.repair !== repair) continue
    const { matchId, epoch, from, to: lastSeq, stage } = finding
    const earliest = lastSeq - requeuedMax + 1
    const key = `${matchId} ${epoch}:${lastSeq}`
    const firstSeq = Math.min(Math.max(from, earliest), ranges.get(key)?.firstSeq ?? lastSeq)
    ranges.set(key, {
      matchId,
      epoch,
      firstSeq,
      lastSeq,
      givesUpBefore: stage === 'outbox' && from < earliest,
    })
  }
  return [...ranges.values()]
}

function countByStage(findings: readonly DeliveryFinding[]): Record<DeliveryStage, number> {
  const counts = { store: 0, outbox: 0, relay: 0, broadcast: 0, gateway: 0 }
  for (const { stage } of findings) counts[stage] += 1
  return counts
}
