import type { Database, StoredReport } from '@touchline/db'
import type { z } from 'zod'
import { readKnownMatches } from '../masking/known-matches.ts'
import { shownMatchId } from '../masking/letter-view.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { type reconciliationInput, showReconciliation } from '../reconciliation/show.ts'
import { type AnyFinding, findingsOf, type RepairOffer, repairOffer } from './repair-offer.ts'

export interface DeliveryReportView {
  readonly id: string
  readonly kind: StoredReport['kind']
  readonly at: string
  readonly fromAt: string
  readonly ok: boolean
  readonly totals: StoredReport['totals']
  readonly findings: readonly FindingView[]
}

export interface FindingView {
  /** Its place in the report: what `delivery.repair` is told. */
  readonly finding: number
  readonly what: AnyFinding
  readonly repair: RepairOffer
}

/** One report of reconciliation: each gap with the stage that lost it and what mends it. */
export async function showDeliveryReport(
  database: Database,
  input: z.output<typeof reconciliationInput>,
): Promise<Outcome<DeliveryReportView, 'not-found'>> {
  const shown = await showReconciliation(database, input)
  if (!shown.ok) return shown
  const all = findingsOf(shown.value)
  const known = await readKnownMatches(
    database,
    all.map(({ matchId }) => matchId),
  )
  const shownFindings = all.map(found => ({ ...found, matchId: shownMatchId(found.matchId, known) }))
  const findings = shownFindings.map((what, finding) => ({
    finding,
    what,
    repair: repairOffer(what),
  }))
  return succeeded({ ...shown.value, findings })
}
