import { defaultOverloadPolicy, type OverloadPolicy } from '@touchline/contracts'
import type { Database } from '@touchline/db'
import { decide, evolve } from '@touchline/match'
import type { Applied } from '../jobs/enrich/apply.ts'
import type { Rules } from '../jobs/enrich/apply-rules.ts'
import { createControls } from '../jobs/enrich/controls.ts'
import type { SettleContext } from '../jobs/enrich/settle.ts'
import { type LetterStore, letterTable } from '../letters/letter-store.ts'
import type { Overload } from '../overload/overload.ts'
import { splitBatch } from '../overload/split.ts'

export const allTables = `matches, match_events, event_ranks, outbox, checkpoints, accounts, dead_letters, parked_matches,
  parked_records, deferred_ranges, replays, replay_items, controls`

export interface ContextChanges {
  readonly group?: string
  readonly rules?: Partial<Rules>
  readonly nowMs?: () => number
  readonly firstRetryMs?: () => number
  readonly lockTimeoutMs?: number
  readonly letters?: LetterStore
  readonly onApplied?: (applied: Applied) => void
}

/** What the jobs share, as the processor makes it. */
export function contextOn(database: Database, changes: ContextChanges = {}): SettleContext {
  const { nowMs = Date.now } = changes
  const rules = { decide, evolve, ...changes.rules }
  return {
    group: 'test',
    build: 'test-build',
    firstRetryMs: () => 0,
    onApplied: () => {},
    letters: letterTable,
    ...changes,
    database,
    rules,
    nowMs,
    controls: createControls(rules, nowMs),
  }
}

/** Overload by a policy of its own and a clock of its own. */
export function overloadBy(policy: Partial<OverloadPolicy> = {}, nowMs = () => 0): Overload {
  const all = { ...defaultOverloadPolicy, ...policy }
  return {
    policy: () => all,
    split: records => splitBatch(records, all, nowMs()),
    admit: async () => {},
    isPeakOver: () => true,
    isLoaded: () => true,
    stop: () => {},
  }
}
