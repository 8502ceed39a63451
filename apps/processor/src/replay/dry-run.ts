import { inTransaction, type ReplayLetter, type Settlement } from '@touchline/db'
import { type ApplyContext, apply, look } from '../jobs/enrich/apply.ts'
import { readRecord } from '../records/read-record.ts'
import { toDryRecord } from './to-record.ts'

class RolledBack extends Error {
  readonly settlements: readonly Settlement[]
  constructor(settlements: readonly Settlement[]) {
    super('rolled back')
    this.settlements = settlements
  }
}

const lockTimeoutMs = 2_000
const would = {
  recovered: 'would_recover',
  superseded: 'would_be_superseded',
  dead_again: 'would_fail',
} as const

/** What would become of letters if they were replayed now, by this build: processed in a transaction that is rolled back. */
export async function dryRun(
  context: ApplyContext,
  replayId: string,
  letters: readonly ReplayLetter[],
): Promise<Settlement[]> {
  try {
    return await tryAll(context, replayId, letters)
  } catch (error) {
    const [only, ...others] = letters
    if (!only) return []
    if (others.length === 0) return [failedAs(replayId, only.letterId, error)]
    const alone = []
    for (const letter of letters) alone.push(...(await dryRun(context, replayId, [letter])))
    return alone
  }
}

async function tryAll(
  context: ApplyContext,
  replayId: string,
  letters: readonly ReplayLetter[],
): Promise<Settlement[]> {
  const reads = letters.map((letter, index) => readRecord(toDryRecord(replayId, letter, index)))
  const outcome = await inTransaction(context.database.pool, async tx => {
    const found = await look(tx, reads, { lockTimeoutMs, isDryRun: true, isUnparking: true })
    const { settlements } = await apply(tx, context, reads, { ...found, isDryRun: true })
    throw new RolledBack(settlements)
  }).catch((error: unknown) => error)
  if (!(outcome instanceof RolledBack)) throw outcome
  return outcome.settlements.map(settlement => ({
    ...settlement,
    outcome: would[settlement.outcome as keyof typeof would],
  }))
}

function failedAs(replayId: string, letterId: string, error: unknown): Settlement {
  return {
    replayId,
    letterId,
    outcome: 'would_fail',
    message: error instanceof Error ? error.message : String(error),
  }
}
