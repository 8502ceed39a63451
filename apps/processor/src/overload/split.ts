import type { Lane, OverloadPolicy } from '@touchline/contracts'
import type { LogRecord } from '@touchline/streams'
import type { Item } from '../jobs/enrich/store-slice.ts'
import { laneOfRecord } from '../records/log-record.ts'
import { readRecord, replayOf } from '../records/read-record.ts'

export interface SplitBatch {
  readonly items: readonly Item[]
  /** Lanes put off. */
  readonly lanes: readonly Lane[]
  readonly isOverloaded: boolean
}

/** What is too old to be processed now: nothing, while the oldest record in hand is younger than the threshold. */
export function splitBatch(records: readonly LogRecord[], policy: OverloadPolicy, nowMs: number): SplitBatch {
  const ageSeconds = (nowMs - (records[0]?.appendedAtMs ?? nowMs)) / 1_000
  const isOverloaded = ageSeconds > policy.lagThresholdSeconds
  const acted = isOverloaded
    ? (['low', 'normal'] as const).filter(lane => ageSeconds > policy[lane].olderThanSeconds)
    : []
  if (acted.length === 0) return { items: records.map(kept), lanes: [], isOverloaded }
  const lanes = acted.filter(lane => policy[lane].action === 'defer')
  return { items: records.map(record => fateOf(record, acted, policy)), lanes, isOverloaded }
}

const kept = (record: LogRecord): Item => ({ record, fate: 'keep', read: readRecord(record) })

function fateOf(record: LogRecord, acted: readonly Lane[], policy: OverloadPolicy): Item {
  const lane = laneOfRecord(record)
  if (lane === 'critical' || !acted.includes(lane) || replayOf(record)) return kept(record)
  const { action, keepOneIn } = policy[lane]
  if (action === 'defer') return { record, fate: 'defer' }
  const isSample = action === 'sample' && record.offset % BigInt(keepOneIn) === 0n
  return isSample ? kept(record) : { record, fate: 'shed' }
}

/**
 * Whether a record is one of those that a deferred range put off: the same answer as when it was. Overload never puts
 * off what is critical; a range of that lane is a reset's, which puts off all.
 */
export const wasDeferred = (record: LogRecord, lanes: readonly Lane[]): boolean =>
  lanes.includes('critical') || (lanes.includes(laneOfRecord(record)) && !replayOf(record))
