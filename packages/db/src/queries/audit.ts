import { criticalTopic, type Source, sourceTopics } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { inTransaction } from '../database.ts'
import type { TopicAccount } from './pipeline.ts'

/** One thing that is not as an invariant says. */
export interface Finding {
  readonly invariant: 1 | 2 | 3
  readonly message: string
}

export interface AuditFacts {
  readonly findings: readonly Finding[]
  readonly totals: {
    readonly matches: number
    readonly events: number
    readonly deadLetters: number
    readonly outbox: number
  }
  /** By topic: sums over its matches. */
  readonly accounts: readonly TopicAccount[]
  readonly accountsByMatch: readonly (TopicAccount & { readonly matchId: string })[]
  readonly checkpoints: readonly CheckpointRow[]
  /** Records taken from the log whose end is still to come: parked behind their match, or put off. */
  readonly waiting: readonly WaitingRecords[]
}

export interface WaitingRecords {
  readonly topic: string
  readonly matchId: string
  readonly records: number
}

export interface CheckpointRow {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly nextOffset: bigint
}

const findingsMax = 50

/** Checks invariants 1 to 3 against one snapshot of the database. Reads every event once. */
export function auditDatabase(db: Database): Promise<AuditFacts> {
  return inTransaction(db.pool, async tx => {
    await tx.query('set transaction isolation level repeatable read, read only')
    await tx.query("set local statement_timeout = '10min'")
    const accountsByMatch = await readAccounts(tx)
    const findings = [...(await doubles(tx)), ...(await unaccounted(tx)), ...(await gaps(tx))]
    return {
      findings: findings.slice(0, findingsMax),
      totals: await readTotals(tx),
      accountsByMatch,
      accounts: sumByTopic(accountsByMatch),
      checkpoints: await readCheckpoints(tx),
      waiting: await readWaiting(tx),
    }
  })
}

async function doubles(tx: Transaction): Promise<Finding[]> {
  const { rows } = await tx.query<{ source: string; id: string; n: string }>(
    `select source, source_event_id as id, count(*) as n from match_events
     group by match_id, source, provider, source_event_id, version having count(*) > 1 limit ${findingsMax}`,
  )
  return rows.map(({ source, id, n }) => ({ invariant: 1, message: `${source} ${id} is stored ${n} times` }))
}

/** A row does not tell which copy of a critical event it was stored from; all critical events are broadcast ones. */
const mainTopic = `case topic when '${criticalTopic}' then '${sourceTopics.broadcast}' else topic end`

const storedByAccount = `select case source ${Object.entries(sourceTopics)
  .map(([source, topic]) => `when '${source as Source}' then '${topic}'`)
  .join(' ')} end as topic, match_id, count(*) as n from match_events group by 1, 2`

/** The accounts' stored and dead against the rows themselves, and each account's own sum. */
async function unaccounted(tx: Transaction): Promise<Finding[]> {
  const compare = (name: string, accountTopic: string, rows: string) => `
    select '${name}' as name, coalesce(a.topic, r.topic) as topic, coalesce(a.match_id, r.match_id) as match_id,
      coalesce(a.${name}, 0) as account, coalesce(r.n, 0) as rows
    from (select ${accountTopic} as topic, match_id, sum(${name}${name === 'stored' ? ' + revised' : ''}) as ${name} from accounts group by 1, 2) a
    full join (${rows}) r on r.topic = a.topic and r.match_id = a.match_id
    where coalesce(a.${name}, 0) <> coalesce(r.n, 0)`
  const dead = 'select origin_topic as topic, match_id, count(*) as n from dead_letters group by 1, 2'
  const { rows } = await tx.query<Record<'name' | 'topic' | 'match_id' | 'account' | 'rows', string>>(
    `${compare('stored', mainTopic, storedByAccount)} union all ${compare('dead', 'topic', dead)}
     union all select 'accepted', topic, match_id, accepted, stored + duplicate + revised + dead + superseded + shed + lost from accounts
       where accepted <> stored + duplicate + revised + dead + superseded + shed + lost limit ${findingsMax}`,
  )
  return rows.map(({ name, topic, match_id, account, rows: counted }) => ({
    invariant: 2,
    message: `${topic}, match ${match_id || '(none)'}: the account says ${account} ${name}, there are ${counted}`,
  }))
}

async function gaps(tx: Transaction): Promise<Finding[]> {
  const { rows } = await tx.query<{
    match_id: string
    last_seq: number
    n: string
    low: number
    high: number
  }>(
    `select coalesce(m.match_id, e.match_id) as match_id, coalesce(m.last_seq, 0) as last_seq, coalesce(e.n, 0) as n,
       coalesce(e.low, 1) as low, coalesce(e.high, 0) as high
     from matches m full join (
       select match_id, count(*) as n, min(seq) as low, max(seq) as high from match_events group by match_id
     ) e on e.match_id = m.match_id
     where coalesce(m.last_seq, 0) <> coalesce(e.n, 0) or coalesce(e.low, 1) <> 1
       or coalesce(e.high, 0) <> coalesce(m.last_seq, 0) limit ${findingsMax}`,
  )
  return rows.map(row => ({
    invariant: 3,
    message: `match ${row.match_id}: last seq ${row.last_seq}, but ${row.n} events from ${row.low} to ${row.high}`,
  }))
}

async function readTotals(tx: Transaction): Promise<AuditFacts['totals']> {
  const { rows } = await tx.query<Record<keyof AuditFacts['totals'], string>>(
    `select (select count(*) from matches) as matches, (select count(*) from match_events) as events,
       (select count(*) from dead_letters) as "deadLetters", (select count(*) from outbox) as outbox`,
  )
  const { matches = 0, events = 0, deadLetters = 0, outbox = 0 } = rows[0] ?? {}
  return {
    matches: Number(matches),
    events: Number(events),
    deadLetters: Number(deadLetters),
    outbox: Number(outbox),
  }
}

/** Of a topic's account, in the order in which they are shown. */
export const outcomeNames = [
  'accepted',
  'stored',
  'duplicate',
  'revised',
  'dead',
  'superseded',
  'shed',
  'lost',
] as const

async function readAccounts(tx: Transaction): Promise<(TopicAccount & { matchId: string })[]> {
  const { rows } = await tx.query<Record<string, string>>('select * from accounts order by topic, match_id')
  return rows.map(row => ({
    topic: String(row.topic),
    matchId: String(row.match_id),
    ...(Object.fromEntries(outcomeNames.map(name => [name, Number(row[name])])) as Omit<
      TopicAccount,
      'topic'
    >),
  }))
}

function sumByTopic(rows: readonly TopicAccount[]): TopicAccount[] {
  const sums = new Map<string, TopicAccount>()
  for (const row of rows) {
    const before = sums.get(row.topic)
    const sum = Object.fromEntries(outcomeNames.map(name => [name, (before?.[name] ?? 0) + row[name]]))
    sums.set(row.topic, { ...(sum as Omit<TopicAccount, 'topic'>), topic: row.topic })
  }
  return [...sums.values()]
}

async function readCheckpoints(tx: Transaction): Promise<CheckpointRow[]> {
  const { rows } = await tx.query<{ group: string; topic: string; partition: number; nextOffset: string }>(
    `select consumer_group as "group", topic, partition, next_offset as "nextOffset" from checkpoints
     where next_offset >= 0 order by 1, 2, 3`,
  )
  return rows.map(row => ({ ...row, nextOffset: BigInt(row.nextOffset) }))
}

async function readWaiting(tx: Transaction): Promise<WaitingRecords[]> {
  const { rows } = await tx.query<WaitingRecords>(
    `select topic, match_id as "matchId", sum(n)::int as records from (
       select topic, match_id, count(*) as n from parked_records group by 1, 2
       union all select topic, counts.key, counts.value::int from deferred_ranges, jsonb_each_text(counts) as counts
     ) waiting group by 1, 2`,
  )
  return rows
}
