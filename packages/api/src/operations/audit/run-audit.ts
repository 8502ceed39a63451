import { matchIdSchema } from '@touchline/contracts'
import {
  type AuditFacts,
  auditDatabase,
  type CheckpointRow,
  type Database,
  type Finding,
  newestReport,
  type ParkedReason,
  readParkedReasons,
} from '@touchline/db'
import type { EventLog } from '@touchline/streams'

export interface AuditReport extends Omit<AuditFacts, 'checkpoints' | 'accountsByMatch' | 'waiting'> {
  readonly ok: boolean
  /** Records that no processor has brought to an end yet, parked and deferred ones too; null where the log was not read. */
  readonly inFlight: number | null
  /** Records of the log that were counted again, one by one. */
  readonly recounted: number
  /** Why matches are parked: no invariant is broken, and their records wait. */
  readonly parked: readonly ParkedReason[]
}

const recordsPerRead = 1_000

/**
 * Invariants 1 to 3: in the database, and, with a log at hand, against the log itself: every record below a
 * checkpoint is counted again by topic and key, and must stand in the accounts to the unit. `onProgress` is told
 * how many records have been counted.
 */
export async function runAudit(
  db: Database,
  log: EventLog | undefined,
  onProgress: (records: number) => void = () => {},
): Promise<AuditReport> {
  const { checkpoints, accountsByMatch, waiting, ...facts } = await auditDatabase(db)
  const recount = log ? await countLog(log, checkpoints, onProgress) : undefined
  const accounts = new Map(accountsByMatch.map(row => [`${row.topic} ${row.matchId}`, row.accepted]))
  for (const { topic, matchId, records } of waiting) {
    const name = `${topic} ${matchId}`
    accounts.set(name, (accounts.get(name) ?? 0) + records)
  }
  const waitingRecords = waiting.reduce((sum, { records }) => sum + records, 0)
  const findings = [...facts.findings, ...(recount ? compare(recount, accounts) : [])]
  if (recount)
    findings.push(...byOffsets([...recount.trimmed], { checkpoints, accounts, unseen: await readUnseen(db) }))
  const inFlight = recount ? recount.inFlight + waitingRecords : null
  const parked = await readParkedReasons(db)
  const recounted = recount?.records ?? 0
  return { ...facts, ok: findings.length === 0, findings, inFlight, recounted, parked }
}

interface Recount {
  /** By topic and key. */
  readonly counts: Map<string, number>
  /** Topics whose first records are gone by retention: their accounts may hold more. */
  readonly trimmed: Set<string>
  records: number
  inFlight: number
}

async function countLog(
  log: EventLog,
  checkpoints: readonly CheckpointRow[],
  onProgress: (records: number) => void,
): Promise<Recount> {
  const recount: Recount = { counts: new Map(), trimmed: new Set(), records: 0, inFlight: 0 }
  const [first] = checkpoints
  if (!first) return recount
  const topics = [...new Set(checkpoints.map(checkpoint => checkpoint.topic))]
  for (const place of await log.lag(first.group, topics)) {
    const checkpoint = checkpoints.find(row => row.topic === place.topic && row.partition === place.partition)
    const next = checkpoint?.nextOffset ?? place.startOffset
    recount.inFlight += Number(place.endOffset - next)
    if (place.startOffset > 0n) recount.trimmed.add(place.topic)
    await countPartition(log, { ...place, from: place.startOffset, to: next }, recount)
    onProgress(recount.records)
  }
  return recount
}

interface Stretch {
  readonly topic: string
  readonly partition: number
  readonly from: bigint
  readonly to: bigint
}

async function countPartition(log: EventLog, { topic, partition, from, to }: Stretch, recount: Recount) {
  for (let offset = from; offset < to; ) {
    const records = (await log.read(topic, partition, offset, recordsPerRead)).filter(
      record => record.offset < to,
    )
    const last = records.at(-1)
    if (!last) return
    for (const { key } of records) {
      const name = `${topic} ${matchIdOf(key)}`
      recount.counts.set(name, (recount.counts.get(name) ?? 0) + 1)
    }
    recount.records += records.length
    offset = last.offset + 1n
  }
}

interface Offsets {
  readonly checkpoints: readonly CheckpointRow[]
  /** By topic and match: accepted, and under way. */
  readonly accounts: ReadonlyMap<string, number>
  /** Records that went before any account of ours saw them, by topic. */
  readonly unseen: ReadonlyMap<string, number>
}

/** Where the log has been trimmed, records can't be counted again; its offsets count them all the same. */
function byOffsets(topics: readonly string[], { checkpoints, accounts, unseen }: Offsets): Finding[] {
  return topics.flatMap((topic): Finding[] => {
    const ofTopic = checkpoints.filter(row => row.topic === topic)
    const handled = ofTopic.reduce((sum, { nextOffset }) => sum + Number(nextOffset), 0)
    const counted = [...accounts].filter(([name]) => name.startsWith(`${topic} `))
    const accounted = counted.reduce((sum, [, records]) => sum + records, 0)
    const expected = handled - (unseen.get(topic) ?? 0)
    if (accounted === expected) return []
    const message = `${topic}: ${accounted} accounted for, ${expected} taken from the log by its offsets`
    return [{ invariant: 2, message }]
  })
}

async function readUnseen(db: Database): Promise<Map<string, number>> {
  const newest = await newestReport(db, 'account')
  const topics = newest?.kind === 'account' ? newest.totals.topics : []
  return new Map(topics.map(({ topic, unseen }) => [topic, unseen]))
}

/** A key that names no match is accounted under none. */
const matchIdOf = (key: string): string => matchIdSchema.safeParse(key).data ?? ''

function compare({ counts, trimmed }: Recount, accounts: ReadonlyMap<string, number>): Finding[] {
  const names = new Set([...counts.keys(), ...accounts.keys()])
  return [...names].flatMap((name): Finding[] => {
    const [topic = '', matchId = ''] = name.split(' ')
    const [inLog, accepted] = [counts.get(name) ?? 0, accounts.get(name) ?? 0]
    const agrees = trimmed.has(topic) ? accepted >= inLog : accepted === inLog
    const where = `${topic}, match ${matchId || '(none)'}`
    return agrees
      ? []
      : [{ invariant: 2, message: `${where}: ${accepted} accounted for, ${inLog} in the log` }]
  })
}
