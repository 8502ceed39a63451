import type { BatchHandler } from '@touchline/streams'
import type { Overload } from '../../overload/overload.ts'
import { type CheckpointSetBack, createReached } from '../../progress.ts'
import { type SettleContext, settle } from './settle.ts'
import { checkpointOf, type Item } from './store-slice.ts'

export interface EnrichmentOptions extends SettleContext {
  readonly overload: Overload
  /** True of the critical lane's copies: they wait for nobody's rate. */
  readonly isUnthrottled?: boolean
  /** Told when the database was set back: what it lost is read from the log again. */
  readonly onSetBack?: (fault: CheckpointSetBack) => void
}

/**
 * The enrichment job: a batch is one transaction, whatever its records come to. Where the database, or all of a kind,
 * fails, nothing is dead: the batch is thrown back to the log, which brings it again.
 */
export function createEnrichment(options: EnrichmentOptions): BatchHandler {
  const reached = createReached()
  const handle: BatchHandler = async ({ records }) => {
    const [first] = records
    if (!first) return 0n
    const { items, lanes } = options.overload.split(records)
    if (!options.isUnthrottled) await options.overload.admit(keptOf(items))
    await settle(options, { items, lanes, progress: checkpointOf(options.group, first, reached) })
    return (records.at(-1)?.offset ?? first.offset) + 1n
  }
  return reached.watch(handle, options.onSetBack ?? (() => {}))
}

const keptOf = (items: readonly Item[]): number => items.filter(({ fate }) => fate === 'keep').length
