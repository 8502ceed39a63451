import { runAudit } from '@touchline/api'
import { check, type Feed, type Offer, type Report, readDatabase } from '@touchline/checker'
import { createDatabase } from '@touchline/db'
import { createKafkaEventLog } from '@touchline/streams/kafka'
import { readOffers, readReceipts } from '../history/read-journals.ts'
import type { LoadFigures } from '../load/load-worker.ts'
import { type Unsettled, untilQuiet } from './quiet.ts'
import { offersFile, receiptsFile, type Stage } from './stage.ts'

export interface Course {
  /** Tells whoever waits how far it has come. */
  say(text: string): void
  /** Ends the run sooner. */
  readonly signal: AbortSignal
}

export interface Verdict {
  readonly ok: boolean
  /** What stands in the way of a good end, beside anomalies. */
  readonly complaints: readonly string[]
  readonly unsettled: Unsettled
  readonly load: LoadFigures
  readonly report: Report
}

const loadSettlesWithinMs = 60_000
const quietWithinMs = 120_000

/** Heals all, stops the load, waits until all is quiet, and lets the checker judge. */
export async function reachVerdict(
  stage: Stage,
  { say, signal }: Course,
  moreOffers: readonly Offer[] = [],
): Promise<Verdict> {
  say('healing')
  await stage.chaos.heal()
  say('stopping the load')
  const load = await stage.stopLoad(loadSettlesWithinMs)
  say('waiting until all is quiet')
  const unsettled = await untilQuiet(stage, quietWithinMs, signal)
  const heads = await stage.heads()
  await stage.fans.ask({ kind: 'stop' })
  say('checking')
  const feeds = heads.map(
    ({ matchId, from, connected }, fan): Feed => ({ fan: `fan ${fan}`, matchId, from, complete: connected }),
  )
  const report = check({
    offers: chain(readOffers(offersFile(stage.folder)), moreOffers),
    database: await readDatabase(stage.chaos.house.databaseUrl),
    feeds,
    receipts: readReceipts(receiptsFile(stage.folder)),
  })
  const complaints = [...complaintsOf(load, unsettled), ...(await auditComplaints(stage))]
  return { ok: report.ok && complaints.length === 0, complaints, unsettled, load, report }
}

function* chain<T>(...parts: readonly Iterable<T>[]): Generator<T> {
  for (const part of parts) yield* part
}

function complaintsOf(load: LoadFigures, unsettled: Unsettled): string[] {
  const complaints: string[] = []
  if (!load.settled) complaints.push('the load could not get all that it offered taken')
  if (load.refusedValid > 0)
    complaints.push(`the door refused ${load.refusedValid} events that were in order`)
  if (load.strange > 0) complaints.push(`the door gave ${load.strange} answers that make no sense`)
  const left = Object.entries(unsettled).filter(([, count]) => count > 0)
  if (left.length > 0) {
    complaints.push(`not quiet in time: ${left.map(([name, count]) => `${name} ${count}`).join(', ')}`)
  }
  return complaints
}

/** The house's own audit must agree. */
async function auditComplaints({ chaos }: Stage): Promise<string[]> {
  const database = createDatabase({ url: chaos.house.databaseUrl, applicationName: 'chaos-audit' })
  const brokers = [`127.0.0.1:${chaos.links.kafka.port}`]
  const log = createKafkaEventLog({ brokers, clientId: 'chaos-audit' })
  try {
    const { findings, inFlight } = await runAudit(database, log)
    const own = findings.map(({ message }) => `audit: ${message}`)
    return inFlight ? [...own, `audit: ${inFlight} records in flight`] : own
  } finally {
    await log.close()
    await database.close()
  }
}
