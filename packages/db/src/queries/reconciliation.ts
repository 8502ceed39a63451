import type { Database, Transaction } from '../database.ts'
import type { Prisma } from '../generated/client.ts'

/**
 * Where a stretch of a match was lost: `store` (no such event), `outbox` (stored, and nothing says to publish it),
 * `relay` (nobody publishes it), `broadcast` (published, and a gateway that reports did not hear of it), `gateway`
 * (one with sockets that reports no more).
 */
export type DeliveryStage = 'store' | 'outbox' | 'relay' | 'broadcast' | 'gateway'

export interface DeliveryFinding {
  readonly stage: DeliveryStage
  readonly matchId: string
  readonly epoch: number
  /** Both inclusive. */
  readonly from: number
  readonly to: number
  readonly since: string
  readonly repair: 'requeued' | 'relay-woken' | 'none'
  /** Of the gateway, in the stages that have one. */
  readonly instance?: string
}

/**
 * `balance`: an account is not the sum of its parts; `stored`: it says another number than the match has events;
 * `log`: it says another number than were taken from the log; `history`: the log ends before what was taken from it.
 */
export interface AccountFinding {
  readonly check: 'balance' | 'stored' | 'log' | 'history'
  readonly topic: string
  /** Empty where the whole topic is meant. */
  readonly matchId: string
  readonly expected: number
  readonly found: number
}

/** One topic at the time of an account's report; all in records since the beginning. */
export interface TopicTotals {
  readonly topic: string
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly revised: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
  readonly lost: number
  readonly parked: number
  readonly deferred: number
  /** Taken from the log: what the checkpoints say. */
  readonly handled: number
  /** In the log, and not taken yet. */
  readonly inFlight: number
  /** Of `handled`, those that went before the first report that could see the log's beginning. */
  readonly unseen: number
  /** Since the report before; null in the first. */
  readonly since: Readonly<Record<string, number>> | null
}

export interface DeliveryTotals {
  readonly matches: number
  readonly repaired: number
  readonly byStage: Readonly<Record<DeliveryStage, number>>
}

interface ReportBase {
  readonly at: string
  /** When the report before was made. */
  readonly fromAt: string
  readonly ok: boolean
}

export interface DeliveryReport extends ReportBase {
  readonly kind: 'delivery'
  readonly findings: readonly DeliveryFinding[]
  readonly totals: DeliveryTotals
}

export interface AccountReport extends ReportBase {
  readonly kind: 'account'
  readonly findings: readonly AccountFinding[]
  readonly totals: { readonly topics: readonly TopicTotals[] }
}

export type ReconciliationReport = DeliveryReport | AccountReport
export type StoredReport = ReconciliationReport & { readonly id: string }
export type ReportKind = ReconciliationReport['kind']

/** Reports of one kind beyond this number are forgotten, the oldest first. */
const keptOfAKind = 1_000

/** Stores a report, and forgets the oldest of its kind. Index: reconciliation_reports_kind_at_idx. */
export async function saveReconciliationReport(
  tx: Transaction,
  report: ReconciliationReport,
): Promise<string> {
  const { kind, ok, at, fromAt, findings, totals } = report
  const { rows } = await tx.query<{ id: string }>({
    name: 'save-report',
    text: `insert into reconciliation_reports (kind, ok, at, from_at, findings, totals)
           values ($1, $2, $3, $4, $5::jsonb, $6::jsonb) returning id`,
    values: [kind, ok, at, fromAt, JSON.stringify(findings), JSON.stringify(totals)],
  })
  await tx.query({
    name: 'forget-reports',
    text: `delete from reconciliation_reports where kind = $1 and at < (
             select at from reconciliation_reports where kind = $1 order by at desc offset $2 limit 1)`,
    values: [kind, keptOfAKind - 1],
  })
  return rows[0]?.id ?? ''
}

export interface ReportPage {
  readonly kind?: ReportKind | undefined
  /** Only reports older than this one. */
  readonly beforeId?: bigint | undefined
  readonly limit: number
}

/** The newest first. */
export async function listReconciliationReports(
  { prisma }: Pick<Database, 'prisma'>,
  { kind, beforeId, limit }: ReportPage,
): Promise<StoredReport[]> {
  const rows = await prisma.reconciliationReport.findMany({
    where: { ...(kind && { kind }), ...(beforeId !== undefined && { id: { lt: beforeId } }) },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(toReport)
}

export async function getReconciliationReport(
  { prisma }: Pick<Database, 'prisma'>,
  id: bigint,
): Promise<StoredReport | undefined> {
  const row = await prisma.reconciliationReport.findUnique({ where: { id } })
  return row ? toReport(row) : undefined
}

/** The newest report of the kind. */
export async function newestReport(
  db: Pick<Database, 'prisma'>,
  kind: ReportKind,
): Promise<StoredReport | undefined> {
  const [newest] = await listReconciliationReports(db, { kind, limit: 1 })
  return newest
}

type ReportRow = Prisma.ReconciliationReportGetPayload<object>

/** Only `saveReconciliationReport` writes these rows, so their JSON has the form that it was given. */
const toReport = ({ id, at, fromAt, ...rest }: ReportRow): StoredReport =>
  ({
    ...rest,
    id: id.toString(),
    at: at.toISOString(),
    fromAt: fromAt.toISOString(),
  }) as unknown as StoredReport
