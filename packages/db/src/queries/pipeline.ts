import type { Database } from '../database.ts'

export interface StageReport {
  /** `ingest`, `processor`, `relay`, `gateway` or `simulator`. */
  readonly stage: string
  readonly instance: string
  readonly reportedAt: string
  /** Per second. */
  readonly rates: Record<string, number>
  readonly gauges: Record<string, number>
}

/** How far the processors are behind a topic's end. */
export interface TopicLag {
  readonly topic: string
  readonly records: number
  readonly seconds: number
}

export interface TopicAccount {
  readonly topic: string
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly revised: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
  readonly lost: number
}

export interface PipelineStores {
  readonly outbox: { readonly depth: number; readonly oldestSeconds: number }
  readonly accounts: TopicAccount[]
  readonly deadLetters: number
  /** Put off under overload or by a reset, and still to be stored. */
  readonly deferred: number
  readonly parked: number
  /** Why the match waits that was parked first, in a sentence. */
  readonly parkedReason?: string
}

const forgottenAfterMs = 3_600_000
const reportsMax = 1_000

/** Says how a process's stage is doing; replaces what it said before. */
export async function saveStageReport(db: Database, report: StageReport): Promise<void> {
  const { stage, instance, rates, gauges } = report
  const values = { reportedAt: new Date(report.reportedAt), rates, gauges }
  await db.prisma.stageReport.upsert({
    where: { stage_instance: { stage, instance } },
    create: { stage, instance, ...values },
    update: values,
  })
}

/** Forgets processes not heard from for an hour. */
export async function pruneStageReports(db: Database, now: Date): Promise<void> {
  await db.prisma.stageReport.deleteMany({
    where: { reportedAt: { lt: new Date(now.getTime() - forgottenAfterMs) } },
  })
}

/** What processes last said within the last hour, the newest first. Index: stage_reports_reported_at_idx. */
export async function readStageReports(db: Database, now: Date): Promise<StageReport[]> {
  const rows = await db.prisma.stageReport.findMany({
    where: { reportedAt: { gt: new Date(now.getTime() - forgottenAfterMs) } },
    orderBy: { reportedAt: 'desc' },
    take: reportsMax,
  })
  return rows.map(row => ({
    ...row,
    reportedAt: row.reportedAt.toISOString(),
    rates: row.rates as Record<string, number>,
    gauges: row.gauges as Record<string, number>,
  }))
}

interface CountsRow {
  depth: string
  oldestSeconds: number
  deadLetters: string
  deferred: string
  parked: string
  parkedReason: string | null
}

/**
 * What stands between the stages, and what became of all that was accepted: one row per topic. Reads the accounts
 * once; the outbox, the deferred ranges and the parked records are small. Index: dead_letters_pkey.
 */
export async function readPipelineStores({ pool }: Pick<Database, 'pool'>): Promise<PipelineStores> {
  const [counts, accounts] = await Promise.all([
    pool.query<CountsRow>({
      name: 'pipeline-counts',
      text: `select o.depth, o.oldest as "oldestSeconds", (select count(*) from dead_letters) as "deadLetters",
               (select coalesce(sum(records), 0) from deferred_ranges) as deferred,
               (select count(*) from parked_records) as parked,
               (select match_id || ': ' || error_code || ': ' || left(error_message, 200) from parked_matches
                order by parked_at limit 1) as "parkedReason"
             from (select count(*) as depth,
               coalesce(greatest(0, extract(epoch from now() - min(created_at))), 0)::float8 as oldest from outbox) o`,
    }),
    pool.query<Record<keyof TopicAccount, string>>({
      name: 'pipeline-accounts',
      text: `select topic, sum(accepted) as accepted, sum(stored) as stored, sum(duplicate) as duplicate, sum(revised) as revised,
               sum(dead) as dead, sum(superseded) as superseded, sum(shed) as shed, sum(lost) as lost
             from accounts group by topic order by topic`,
    }),
  ])
  const [row] = counts.rows
  return {
    outbox: { depth: Number(row?.depth ?? 0), oldestSeconds: row?.oldestSeconds ?? 0 },
    deadLetters: Number(row?.deadLetters ?? 0),
    deferred: Number(row?.deferred ?? 0),
    parked: Number(row?.parked ?? 0),
    ...(row?.parkedReason && { parkedReason: row.parkedReason }),
    accounts: accounts.rows.map(({ topic, ...sums }) => ({
      topic,
      accepted: Number(sums.accepted),
      stored: Number(sums.stored),
      duplicate: Number(sums.duplicate),
      revised: Number(sums.revised),
      dead: Number(sums.dead),
      superseded: Number(sums.superseded),
      shed: Number(sums.shed),
      lost: Number(sums.lost),
    })),
  }
}
