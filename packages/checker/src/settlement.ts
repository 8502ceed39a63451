import { sourceTopics } from '@touchline/contracts'
import type { Findings } from './anomaly.ts'
import type { AccountRow, Letter } from './history.ts'
import { type Known, type Ledger, nameOf } from './ledger.ts'

/** Never shed. */
const critical: ReadonlySet<string> = new Set([
  'goal-scored',
  'score-corrected',
  'card-shown',
  'injury-reported',
  'match-ended',
])
/** What a letter of these states holds has come to an end, or is kept for one. */
const holding: ReadonlySet<string> = new Set([
  'dead',
  'replaying',
  'dead_again',
  'superseded',
  'discarded',
  'expired',
])

/** Takes dead letters in; one for what was never sent is a phantom. */
export function readLetters(letters: Iterable<Letter>, ledger: Ledger, findings: Findings) {
  const counts = { letters: 0, validDead: 0, poisonedValid: 0 }
  for (const letter of letters) {
    counts.letters += 1
    const name = nameOf(letter)
    const raw = ledger.damaged.get(letter.rawHash)
    const known = ledger.events.get(name)
    if (raw) raw.buried = true
    else if (known) {
      known.buried ||= holding.has(letter.state)
      counts.validDead += 1
      if (letter.disposition === 'poison') counts.poisonedValid += 1
    } else findings.add('phantom', name, 'a dead letter holds what was never sent')
  }
  return counts
}

/** Every accepted event must have ended somewhere. Returns how many were left to the accounts' word. */
export function findLost(ledger: Ledger, accounts: readonly AccountRow[], findings: Findings): number {
  const excuses = excusesOf(accounts)
  let excused = 0
  for (const known of ledger.events.values()) {
    if (known.accepted === 0 || known.seq > 0 || known.buried) continue
    if (excuse(known, excuses)) excused += 1
    else findings.add('lost', known.event.matchId, `${nameOf(known.event)} (${known.event.type}) is nowhere`)
  }
  for (const [rawHash, { buried }] of ledger.damaged) {
    if (!buried) findings.add('lost', rawHash, 'damaged bytes that became no dead letter')
  }
  return excused
}

/** How many events of a source and match may be gone: the accounts count what was shed, and do not name it. */
function excusesOf(accounts: readonly AccountRow[]): Map<string, number> {
  const excuses = new Map<string, number>()
  for (const { topic, matchId, shed } of accounts) {
    for (const source of sourcesOf(topic)) {
      const name = `${source} ${matchId}`
      excuses.set(name, (excuses.get(name) ?? 0) + shed)
    }
  }
  return excuses
}

/** The sources whose events a topic may carry: its own, or on a topic of all sources every one. */
function sourcesOf(topic: string): string[] {
  const all = Object.entries(sourceTopics)
  const own = all.filter(([, named]) => named === topic).map(([source]) => source)
  return own.length > 0 ? own : all.map(([source]) => source)
}

function excuse({ event }: Known, excuses: Map<string, number>): boolean {
  const name = `${event.source} ${event.matchId}`
  const shed = excuses.get(name) ?? 0
  if (shed <= 0 || critical.has(event.type)) return false
  excuses.set(name, shed - 1)
  return true
}
