import { type Anomaly, type AnomalyKind, createFindings, type Findings } from './anomaly.ts'
import { checkBalance, checkCheckpoints } from './balance.ts'
import { addReceipt, closeFeed, createFeedBook } from './feed-book.ts'
import type { Database, History } from './history.ts'
import { type Ledger, readOffers } from './ledger.ts'
import { addRow, closeBook, createMatchBook, type MatchBook } from './match-book.ts'
import { findLost, readLetters } from './settlement.ts'

export interface Report {
  readonly ok: boolean
  readonly byKind: Readonly<Record<AnomalyKind, number>>
  /** The first hundred of each kind. */
  readonly anomalies: readonly Anomaly[]
  readonly counts: {
    readonly offered: number
    /** Of the offered ones: those that the door said it holds. */
    readonly accepted: number
    readonly damaged: number
    readonly stored: number
    readonly delivered: number
    readonly letters: number
    /** Letters of events that were in order, and of those the ones blamed on the event itself. */
    readonly validDead: number
    readonly poisonedValid: number
    /** Events whose end only the accounts tell: shed. */
    readonly excused: number
  }
}

const keepPerKind = 100

/** Holds what went in, what the database holds and what fans received against each other. Pure. */
export function check(history: History): Report {
  const findings = createFindings(keepPerKind)
  const ledger = readOffers(history.offers)
  const matches = readMatches(history.database, ledger, findings)
  const letters = readLetters(history.database.letters, ledger, findings)
  const accounts = [...history.database.accounts]
  const excused = findLost(ledger, accounts, findings)
  checkBalance(accounts, { matches, ledger }, findings)
  checkCheckpoints(history.database.checkpoints, accounts, findings)
  const delivered = readReceipts(history, matches, findings)
  const byKind = findings.counts()
  return {
    ok: Object.values(byKind).every(count => count === 0),
    byKind,
    anomalies: findings.list(),
    counts: { ...totals(ledger, matches), delivered, ...letters, excused },
  }
}

function totals(ledger: Ledger, matches: ReadonlyMap<string, MatchBook>) {
  let accepted = 0
  let stored = 0
  for (const known of ledger.events.values()) if (known.accepted > 0) accepted += 1
  for (const { places } of matches.values()) stored += places.size
  return { offered: ledger.events.size, accepted, damaged: ledger.damaged.size, stored }
}

function readMatches(
  { matches, stored }: Database,
  ledger: Ledger,
  findings: Findings,
): Map<string, MatchBook> {
  const books = new Map<string, MatchBook>()
  for (const row of matches) books.set(row.matchId, createMatchBook(row))
  for (const row of stored) {
    const book = books.get(row.matchId)
    if (book) addRow(book, row, ledger, findings)
    else findings.add('phantom', row.matchId, `seq ${row.seq} is stored for a match that is not`)
  }
  for (const book of books.values()) closeBook(book, findings)
  return books
}

function readReceipts(
  { feeds, receipts }: History,
  matches: ReadonlyMap<string, MatchBook>,
  findings: Findings,
): number {
  const books = feeds.map(createFeedBook)
  let delivered = 0
  for (const receipt of receipts) {
    const book = books[receipt.feed]
    if (!book) throw new Error(`a receipt names feed ${receipt.feed}, which does not exist`)
    delivered += 1
    addReceipt(book, receipt, matches.get(book.feed.matchId), findings)
  }
  for (const book of books) closeFeed(book, matches.get(book.feed.matchId), findings)
  return delivered
}
