import { criticalTopic, sourceTopics } from '@touchline/contracts'
import type { Findings } from './anomaly.ts'
import type { AccountRow, CheckpointRow } from './history.ts'
import type { Ledger } from './ledger.ts'
import type { MatchBook } from './match-book.ts'

/** accepted = stored + duplicate + revised + dead + superseded + shed + lost, in every account, and against rows, door and log. */
export function checkBalance(
  accounts: readonly AccountRow[],
  { matches, ledger }: { matches: ReadonlyMap<string, MatchBook>; ledger: Ledger },
  findings: Findings,
): void {
  const stored = new Map<string, number>()
  for (const row of accounts) {
    const { topic, matchId, accepted } = row
    const settled = row.stored + row.duplicate + row.revised + row.dead + row.superseded + row.shed + row.lost
    if (accepted !== settled) {
      findings.add('unbalanced', `${topic}, match ${matchId}`, `${accepted} accepted, ${settled} settled`)
    }
    stored.set(matchId, (stored.get(matchId) ?? 0) + row.stored + row.revised)
  }
  for (const [matchId, { places }] of matches) {
    const counted = stored.get(matchId) ?? 0
    if (counted !== places.size) {
      findings.add('unbalanced', matchId, `${counted} accounted for as stored, ${places.size} rows`)
    }
  }
  checkDoor(accounts, ledger, findings)
}

/** The processor can't have come by fewer records of a match than the door has said it holds. */
function checkDoor(accounts: readonly AccountRow[], { events }: Ledger, findings: Findings): void {
  const accepted = new Map<string, number>()
  for (const row of accounts) accepted.set(`${row.topic} ${row.matchId}`, row.accepted)
  const acked = new Map<string, number>()
  for (const { event, accepted: times } of events.values()) {
    const name = `${sourceTopics[event.source]} ${event.matchId}`
    acked.set(name, (acked.get(name) ?? 0) + times)
  }
  for (const [name, times] of acked) {
    const counted = accepted.get(name) ?? 0
    if (counted < times) findings.add('unbalanced', name, `${counted} accepted, but the door took ${times}`)
  }
}

/** Each record of a topic is accounted for once: its checkpoints and its accounts say the same number. */
export function checkCheckpoints(
  checkpoints: Iterable<CheckpointRow>,
  accounts: readonly AccountRow[],
  findings: Findings,
): void {
  const reached = new Map<string, number>()
  for (const { topic, partition, nextOffset } of checkpoints) {
    const name = `${topic} ${partition}`
    reached.set(name, Math.max(reached.get(name) ?? 0, nextOffset))
  }
  for (const topic of [...Object.values(sourceTopics), criticalTopic]) {
    const past = [...reached].reduce(
      (sum, [name, offset]) => (name.startsWith(`${topic} `) ? sum + offset : sum),
      0,
    )
    const accepted = accounts.reduce((sum, row) => (row.topic === topic ? sum + row.accepted : sum), 0)
    if (past !== accepted) {
      findings.add('unbalanced', topic, `checkpoints are past ${past} records, accounts hold ${accepted}`)
    }
  }
}
