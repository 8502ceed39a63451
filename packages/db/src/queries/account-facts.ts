import type { Transaction } from '../database.ts'
import type { CheckpointRow } from './audit.ts'
import type { TopicAccount } from './pipeline.ts'

export interface TopicFacts extends TopicAccount {
  /** Taken from the log, and in neither side of the account yet. */
  readonly parked: number
  readonly deferred: number
}

/** An account that says one thing where another was counted. */
export interface Disagreement {
  readonly topic: string
  readonly matchId: string
  readonly expected: number
  readonly found: number
}

export interface AccountFacts {
  readonly topics: readonly TopicFacts[]
  readonly checkpoints: readonly CheckpointRow[]
  /** Accounts whose accepted (found) is not the sum of what became of it (expected). */
  readonly unbalanced: readonly Disagreement[]
  /** Matches whose events (their last seq: found) are not as many as their accounts say were stored (expected). */
  readonly misstored: readonly Disagreement[]
}

const findingsMax = 50
const sums = ['accepted', 'stored', 'duplicate', 'revised', 'dead', 'superseded', 'shed', 'lost'] as const

/** The accounts by topic, and what contradicts them. Reads each account, match and checkpoint once; one snapshot. */
export async function readAccountFacts(tx: Transaction): Promise<AccountFacts> {
  const [topics, checkpoints, unbalanced, misstored] = await Promise.all([
    readTopics(tx),
    readPlaces(tx),
    readUnbalanced(tx),
    readMisstored(tx),
  ])
  return { topics, checkpoints, unbalanced, misstored }
}

async function readTopics(tx: Transaction): Promise<TopicFacts[]> {
  const { rows } = await tx.query<Record<string, string>>(
    `with a as (select topic, ${sums.map(name => `sum(${name}) as ${name}`).join(', ')} from accounts group by topic),
       p as (select topic, count(*) as parked from parked_records group by topic),
       d as (select topic, sum(records) as deferred from deferred_ranges group by topic)
     select * from a full join p using (topic) full join d using (topic) order by topic`,
  )
  const numbers = [...sums, 'parked', 'deferred'] as const
  return rows.map(row => ({
    topic: String(row.topic),
    ...(Object.fromEntries(numbers.map(name => [name, Number(row[name] ?? 0)])) as Omit<TopicFacts, 'topic'>),
  }))
}

async function readPlaces(tx: Transaction): Promise<CheckpointRow[]> {
  const { rows } = await tx.query<Omit<CheckpointRow, 'nextOffset'> & { nextOffset: string }>(
    `select consumer_group as "group", topic, partition, next_offset as "nextOffset" from checkpoints
     where next_offset >= 0`,
  )
  return rows.map(row => ({ ...row, nextOffset: BigInt(row.nextOffset) }))
}

type DisagreementRow = Record<'topic' | 'matchId' | 'expected' | 'found', string>

const toDisagreement = ({ topic, matchId, expected, found }: DisagreementRow): Disagreement => ({
  topic,
  matchId,
  expected: Number(expected),
  found: Number(found),
})

async function readUnbalanced(tx: Transaction): Promise<Disagreement[]> {
  const settled = sums
    .slice(1)
    .map(name => `coalesce(${name}, 0)`)
    .join(' + ')
  const { rows } = await tx.query<DisagreementRow>(
    `select topic, match_id as "matchId", ${settled} as expected, accepted as found from accounts
     where accepted <> ${settled} limit ${findingsMax}`,
  )
  return rows.map(toDisagreement)
}

async function readMisstored(tx: Transaction): Promise<Disagreement[]> {
  const { rows } = await tx.query<DisagreementRow>(
    `select '' as topic, coalesce(a.match_id, m.match_id) as "matchId", coalesce(a.rows, 0) as expected,
       coalesce(m.last_seq, 0) as found
     from (select match_id, sum(stored + revised) as rows from accounts group by match_id) a
     full join matches m on m.match_id = a.match_id
     where coalesce(a.rows, 0) <> coalesce(m.last_seq, 0) limit ${findingsMax}`,
  )
  return rows.map(toDisagreement)
}
