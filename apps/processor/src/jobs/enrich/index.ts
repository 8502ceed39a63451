import type { BatchHandler } from '@touchline/streams'
import type { Overload } from '../../overload/overload.ts'
import { type SettleContext, settle } from './settle.ts'
import { checkpointOf } from './store-slice.ts'

export interface EnrichmentOptions extends SettleContext {
  readonly overload: Overload
}

/**
 * The enrichment job: a batch is one transaction, whatever its records come to. Where the database, or all of a kind,
 * fails, nothing is dead: the batch is thrown back to the log, which brings it again.
 */
export function createEnrichment(options: EnrichmentOptions): BatchHandler {
  return async ({ records }) => {
    const [first] = records
    if (!first) return 0n
    const { items, lanes } = options.overload.split(records)
    await options.overload.admit(items.filter(({ fate }) => fate === 'keep').length)
    await settle(options, { items, lanes, progress: checkpointOf(options.group, first) })
    return (records.at(-1)?.offset ?? first.offset) + 1n
  }
}
