import { type Database, listReconciliationReports, type StoredReport } from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { type Outcome, succeeded } from '../outcome.ts'

export const listReconciliationsInput = z.object({
  kind: z.enum(['delivery', 'account']).optional(),
  /** The `next` of the page before. */
  beforeId: rowIdSchema.optional(),
  limit: z.int().min(1).max(100).default(20),
})

/** A report without its findings, and how many there are. */
export interface ReconciliationSummary {
  readonly id: string
  readonly kind: StoredReport['kind']
  readonly at: string
  readonly fromAt: string
  readonly ok: boolean
  readonly findings: number
  readonly totals: StoredReport['totals']
}

export interface ReconciliationPage {
  readonly items: readonly ReconciliationSummary[]
  /** Null on the last page. */
  readonly next: string | null
}

/** Reports of reconciliations, the newest first. */
export async function listReconciliations(
  database: Database,
  { limit, kind, beforeId }: z.output<typeof listReconciliationsInput>,
): Promise<Outcome<ReconciliationPage, never>> {
  const before = beforeId === undefined ? undefined : BigInt(beforeId)
  const found = await listReconciliationReports(database, { kind, beforeId: before, limit: limit + 1 })
  const items = found.slice(0, limit).map(report => ({ ...report, findings: report.findings.length }))
  return succeeded({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null })
}
