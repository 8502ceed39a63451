import { sourceTopics } from '@touchline/contracts'
import type { Findings } from './anomaly.ts'
import type { AccountRow, Letter } from './history.ts'
import { type Known, type Ledger, nameOf } from './ledger.ts'

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

/** What may be gone of a match's events: the accounts count what was shed, and do not name it. */
interface Excuses {
  superseded: number
  shed: number
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

function excusesOf(accounts: readonly AccountRow[]): Map<string, Excuses> {
  const excuses = new Map<string, Excuses>()
  for (const { topic, matchId, superseded, shed } of accounts) {
    for (const source of sourcesOf(topic)) {
      const name = `${source} ${matchId}`
      const held = excuses.get(name) ?? { superseded: 0, shed: 0 }
      excuses.set(name, { superseded: held.superseded + superseded, shed: held.shed + shed })
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

/** Only goals and corrections are ever superseded here, and what is critical is never shed. */
function excuse({ event }: Known, excuses: Map<string, Excuses>): boolean {
  const held = excuses.get(`${event.source} ${event.matchId}`)
  if (!held) return false
  const reason = critical.has(event.type) ? 'superseded' : 'shed'
  if (reason === 'superseded' && !event.type.includes('score') && event.type !== 'goal-scored') return false
  if (held[reason] <= 0) return false
  held[reason] -= 1
  return true
}
