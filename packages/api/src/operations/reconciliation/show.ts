import { type Database, getReconciliationReport, type StoredReport } from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const reconciliationInput = z.object({ id: rowIdSchema })

/** One report, with its findings. */
export async function showReconciliation(
  database: Database,
  { id }: z.output<typeof reconciliationInput>,
): Promise<Outcome<StoredReport, 'not-found'>> {
  const report = await getReconciliationReport(database, BigInt(id))
  return report ? succeeded(report) : failed('not-found')
}
