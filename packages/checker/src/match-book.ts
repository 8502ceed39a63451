import type { Score } from '@touchline/contracts'
import type { Findings } from './anomaly.ts'
import { addTo, createFold, type Fold, isSameScore, scoreOf, scoreText } from './fold.ts'
import type { MatchRow, StoredEvent } from './history.ts'
import { type Known, type Ledger, nameOf } from './ledger.ts'

/** A stored event's place, as a fan should have received it. */
export interface Place {
  readonly name: string
  readonly digest: string
  readonly score: Score
}

/** One match as it is stored, read row by row. */
export interface MatchBook {
  readonly row: MatchRow
  /** By seq. */
  readonly places: Map<number, Place>
  readonly fold: Fold
  /** After the newest row. */
  score: Score
  lastSeq: number
  /** Of play: cards and the like come in breaks too. */
  latestClock: number
}

export const createMatchBook = (row: MatchRow): MatchBook => ({
  row,
  places: new Map(),
  fold: createFold(),
  score: { home: 0, away: 0 },
  lastSeq: 0,
  latestClock: 0,
})

const play: ReadonlySet<string> = new Set(['goal-scored', 'shot-taken', 'pass-made'])

const clockValue = ({ period, seconds }: { period: number; seconds: number }) => period * 100_000 + seconds

/** Takes the next row of a match in, and says what is wrong with it. */
export function addRow(book: MatchBook, row: StoredEvent, ledger: Ledger, findings: Findings): void {
  const { matchId, seq } = row
  const at = `${matchId} seq ${seq}`
  if (seq !== book.lastSeq + 1) findings.add('gap', matchId, `seq ${book.lastSeq} is followed by ${seq}`)
  book.lastSeq = seq
  const name = nameOf(row)
  const known = ledger.events.get(name)
  if (known) settle(known, row, findings, at)
  else findings.add('phantom', at, `${name} is stored and was never sent`)
  addTo(book.fold, row)
  if (row.mark) book.score = scoreOf(book.fold)
  if (!isSameScore(row.score, book.score)) {
    const [stored, expected] = [scoreText(row.score), scoreText(book.score)]
    findings.add(
      'stale-overwrite',
      at,
      `the score is stored as ${stored}, and its events lead to ${expected}`,
    )
  }
  if (known?.event.clock && row.source === 'broadcast' && play.has(row.type)) {
    book.latestClock = Math.max(book.latestClock, clockValue(known.event.clock))
  }
  book.places.set(seq, { name, digest: row.digest, score: book.score })
}

function settle(known: Known, row: StoredEvent, findings: Findings, at: string): void {
  const name = nameOf(row)
  if (known.seq > 0) findings.add('duplicated', at, `${name} is stored at seq ${known.seq} already`)
  else known.seq = row.seq
  if (known.event.digest !== row.digest) findings.add('phantom', at, `${name} is not stored as it was sent`)
}

/** Holds a match's row against its events. */
export function closeBook({ row, fold, score, lastSeq, latestClock }: MatchBook, findings: Findings): void {
  const { matchId } = row
  const stale = (what: string) => findings.add('stale-overwrite', matchId, what)
  if (row.lastSeq !== lastSeq)
    findings.add('gap', matchId, `its row says ${row.lastSeq}, its last is ${lastSeq}`)
  const tallies = { score, yellowCards: fold.yellow, redCards: fold.red } as const
  for (const [name, expected] of Object.entries(tallies)) {
    const held = row[name as keyof typeof tallies]
    if (!isSameScore(held, expected)) stale(`its ${name} is ${scoreText(held)}, not ${scoreText(expected)}`)
  }
  if (clockValue(row.clock) < latestClock) stale('its clock is behind an event that is stored')
  if (fold.ended && row.status !== 'ended') stale(`its status is ${row.status} after full time`)
}
