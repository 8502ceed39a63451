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

export interface PipelineView {
  /** Of processes heard from within the last 10 s. */
  readonly stages: StageReport[]
  readonly outbox: { readonly depth: number; readonly oldestSeconds: number }
  readonly lag: readonly TopicLag[]
  readonly accounts: TopicAccount[]
  readonly deadLetters: number
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
  readonly dead: number
  readonly superseded: number
  readonly shed: number
}

const staleAfterMs = 10_000
const forgottenAfterMs = 3_600_000

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

/** Processors report each topic's lag as the gauges `lagRecords.<topic>` and `lagSeconds.<topic>`. */
function lagOf(stages: readonly StageReport[]): TopicLag[] {
  const worst = new Map<string, TopicLag>()
  for (const lag of stages.flatMap(lagsReported)) {
    if (lag.records >= (worst.get(lag.topic)?.records ?? 0)) worst.set(lag.topic, lag)
  }
  return [...worst.values()]
}

const lagPrefix = 'lagRecords.'

const lagsReported = ({ gauges }: StageReport): TopicLag[] =>
  Object.entries(gauges)
    .filter(([name]) => name.startsWith(lagPrefix))
    .map(([name, records]) => {
      const topic = name.slice(lagPrefix.length)
      return { topic, records, seconds: gauges[`lagSeconds.${topic}`] ?? 0 }
    })

/** All that the console's pipeline page shows, from one database. */
export async function readPipeline(db: Database, now = new Date()): Promise<PipelineView> {
  const [stages, outbox, accounts, deadLetters] = await Promise.all([
    db.prisma.stageReport.findMany({
      where: { reportedAt: { gt: new Date(now.getTime() - staleAfterMs) } },
      orderBy: [{ stage: 'asc' }, { instance: 'asc' }],
    }),
    db.prisma.outbox.aggregate({ _count: true, _min: { createdAt: true } }),
    db.prisma.account.groupBy({
      by: ['topic'],
      _sum: { accepted: true, stored: true, duplicate: true, dead: true, superseded: true, shed: true },
      orderBy: { topic: 'asc' },
    }),
    db.prisma.deadLetter.count(),
  ])
  const oldest = outbox._min.createdAt
  const reports = stages.map(stage => ({
    ...stage,
    reportedAt: stage.reportedAt.toISOString(),
    rates: stage.rates as Record<string, number>,
    gauges: stage.gauges as Record<string, number>,
  }))
  return {
    stages: reports,
    lag: lagOf(reports),
    outbox: {
      depth: outbox._count,
      oldestSeconds: oldest ? Math.max(0, (now.getTime() - oldest.getTime()) / 1_000) : 0,
    },
    accounts: accounts.map(({ topic, _sum }) => ({
      topic,
      accepted: Number(_sum.accepted),
      stored: Number(_sum.stored),
      duplicate: Number(_sum.duplicate),
      dead: Number(_sum.dead),
      superseded: Number(_sum.superseded),
      shed: Number(_sum.shed),
    })),
    deadLetters,
  }
}
