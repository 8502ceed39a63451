import { deadLetterTopics } from '@touchline/contracts'
import {
  type AccountFacts,
  type AccountFinding,
  type AccountReport,
  type CheckpointRow,
  type Database,
  type Disagreement,
  inTransaction,
  newestReport,
  readAccountFacts,
  type TopicFacts,
  type TopicTotals,
} from '@touchline/db'
import type { EventLog, PartitionLag } from '@touchline/streams'

/** A group, and the topics that it alone takes into the accounts. */
export interface AccountedGroup {
  readonly group: string
  readonly topics: readonly string[]
}

export interface AccountOptions {
  readonly database: Database
  readonly log: Pick<EventLog, 'lag'>
  readonly groups: readonly AccountedGroup[]
  readonly nowMs: () => number
}

/**
 * Holds the accounts (invariant 2) against themselves, against the matches, and against the log: what checkpoints say
 * was taken from a topic is accounted for, parked or deferred, to the unit. Reads sums alone, so that it is cheap; the
 * audit counts record by record. Offsets count records here: both logs give out every offset.
 */
export function createAccountCheck({
  database,
  log,
  groups,
  nowMs,
}: AccountOptions): () => Promise<AccountReport> {
  const snapshot = () =>
    inTransaction(database.pool, async tx => {
      await tx.query('set transaction isolation level repeatable read, read only')
      return readAccountFacts(tx)
    })
  return async () => {
    const before = await newestReport(database, 'account')
    const facts = await snapshot()
    // After the snapshot, so that the log's ends are never older than what was taken from it.
    const lags = await Promise.all(groups.map(({ group, topics }) => log.lag(group, topics)))
    const known = before?.kind === 'account' ? before.totals.topics : []
    const places = groups.flatMap(({ group }, index) => placesOf(group, lags[index] ?? [], facts.checkpoints))
    const topics = topicNames(facts, places).map(topic => totalsOf(topic, { facts, places, known }))
    const isRead = ({ topic }: TopicTotals) => places.some(({ lag }) => lag.topic === topic)
    const findings = [
      ...contradictions(facts),
      ...places.flatMap(lostHistory),
      ...topics.filter(isRead).flatMap(unaccounted),
    ]
    const at = new Date(nowMs()).toISOString()
    const fromAt = before?.at ?? at
    return { kind: 'account', at, fromAt, ok: findings.length === 0, findings, totals: { topics } }
  }
}

/** A partition: what the log holds, and what was taken from it; null where its group has not come to it. */
interface PartitionPlace {
  readonly lag: PartitionLag
  readonly nextOffset: bigint | null
}

function placesOf(group: string, lags: readonly PartitionLag[], checkpoints: readonly CheckpointRow[]) {
  return lags.map((lag): PartitionPlace => {
    const isIts = (row: CheckpointRow) =>
      row.group === group && row.topic === lag.topic && row.partition === lag.partition
    return { lag, nextOffset: checkpoints.find(isIts)?.nextOffset ?? null }
  })
}

const topicNames = (facts: AccountFacts, places: readonly PartitionPlace[]) =>
  [...new Set([...places.map(({ lag }) => lag.topic), ...facts.topics.map(({ topic }) => topic)])].sort()

interface Known {
  readonly facts: AccountFacts
  readonly places: readonly PartitionPlace[]
  readonly known: readonly TopicTotals[]
}

const nothing = {
  ...{ accepted: 0, stored: 0, duplicate: 0, revised: 0, dead: 0, superseded: 0, shed: 0, lost: 0 },
  ...{ parked: 0, deferred: 0 },
} satisfies Omit<TopicFacts, 'topic'>

function totalsOf(topic: string, { facts, places, known }: Known): TopicTotals {
  const account = facts.topics.find(row => row.topic === topic) ?? { topic, ...nothing }
  const its = places.filter(({ lag }) => lag.topic === topic)
  const sum = (count: (place: PartitionPlace) => bigint) =>
    Number(its.reduce((total, place) => total + count(place), 0n))
  const handled = sum(({ nextOffset }) => nextOffset ?? 0n)
  const inFlight = sum(({ lag, nextOffset }) => lag.endOffset - (nextOffset ?? lag.startOffset))
  const before = known.find(totals => totals.topic === topic)
  // Before the first report, retention may have taken records that no account of ours ever saw.
  const isTrimmed = its.some(({ lag }) => lag.startOffset > 0n)
  const unseen = before ? before.unseen : isTrimmed ? Math.max(0, handled - settled(account)) : 0
  const now = { ...account, handled, inFlight: Math.max(0, inFlight), unseen }
  return { ...now, since: before ? differences(before, now) : null }
}

const counted = [
  ...(['accepted', 'stored', 'duplicate', 'revised', 'dead', 'superseded', 'shed', 'lost'] as const),
  ...(['parked', 'deferred', 'handled', 'inFlight'] as const),
]

const differences = (before: TopicTotals, now: Omit<TopicTotals, 'since'>) =>
  Object.fromEntries(counted.map(name => [name, now[name] - (before[name] ?? 0)]))

const settled = ({ accepted, parked, deferred }: TopicFacts) => accepted + parked + deferred

const dlqTopics: ReadonlySet<string> = new Set(Object.values(deadLetterTopics))

/** On a dead-letter topic some records are copies of letters that are there already: those are in no account. */
function unaccounted(totals: TopicTotals): AccountFinding[] {
  const { topic, handled, unseen } = totals
  const expected = handled - unseen
  const found = settled(totals)
  const agrees = dlqTopics.has(topic) ? found <= expected : found === expected
  return agrees ? [] : [{ check: 'log', topic, matchId: '', expected, found }]
}

function lostHistory({ lag, nextOffset }: PartitionPlace): AccountFinding[] {
  if (nextOffset === null || lag.endOffset >= nextOffset) return []
  const { topic, endOffset } = lag
  return [{ check: 'history', topic, matchId: '', expected: Number(nextOffset), found: Number(endOffset) }]
}

const contradictions = ({ unbalanced, misstored }: AccountFacts): AccountFinding[] => {
  const as = (check: AccountFinding['check']) => (row: Disagreement) => ({ check, ...row })
  return [...unbalanced.map(as('balance')), ...misstored.map(as('stored'))]
}
