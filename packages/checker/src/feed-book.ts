import type { Findings } from './anomaly.ts'
import { isSameScore, scoreText } from './fold.ts'
import type { Feed, Receipt } from './history.ts'
import { nameOf } from './ledger.ts'
import type { MatchBook } from './match-book.ts'

interface Hole {
  first: number
  last: number
}

/** One fan's feed, read receipt by receipt. */
export interface FeedBook {
  readonly feed: Feed
  epoch: number
  highest: number
  /** Places passed over so far, as ranges: bounded by what is wrong, not by the feed's length. */
  holes: Hole[]
}

export const createFeedBook = (feed: Feed): FeedBook => ({ feed, epoch: 0, highest: 0, holes: [] })

const subjectOf = ({ fan, matchId }: Feed) => `${fan} on ${matchId}`

/** Takes the next receipt in, and says what is wrong with it. */
export function addReceipt(
  book: FeedBook,
  receipt: Receipt,
  match: MatchBook | undefined,
  findings: Findings,
): void {
  const subject = subjectOf(book.feed)
  takePlace(book, receipt, findings, subject)
  const place = match?.row.epoch === receipt.epoch ? match.places.get(receipt.seq) : undefined
  const name = nameOf(receipt)
  const at = `seq ${receipt.seq}`
  if (!place) findings.add('phantom', subject, `${at}: ${name} was delivered and is not stored`)
  else if (place.name !== name || place.digest !== receipt.digest) {
    findings.add('phantom', subject, `${at}: ${name} was delivered, and ${place.name} is stored otherwise`)
  } else if (!isSameScore(receipt.score, place.score)) {
    const told = `the fan was told ${scoreText(receipt.score)}, not ${scoreText(place.score)}`
    findings.add('stale-overwrite', subject, `${at}: ${told}`)
  }
}

function takePlace(book: FeedBook, { epoch, seq }: Receipt, findings: Findings, subject: string): void {
  if (epoch < book.epoch) {
    findings.add('reordered', subject, `epoch ${epoch} came after epoch ${book.epoch}`)
    return
  }
  if (epoch > book.epoch) startEpoch(book, epoch, seq)
  if (seq > book.highest) {
    if (seq > book.highest + 1) book.holes.push({ first: book.highest + 1, last: seq - 1 })
    book.highest = seq
  } else if (fillHole(book, seq)) {
    findings.add('reordered', subject, `seq ${seq} came after seq ${book.highest}`)
  } else findings.add('duplicated', subject, `seq ${seq} came again`)
}

function startEpoch(book: FeedBook, epoch: number, seq: number): void {
  const first = book.epoch === 0 && book.feed.from === 'live' ? seq : 1
  Object.assign(book, { epoch, highest: first - 1, holes: [] })
}

function fillHole(book: FeedBook, seq: number): boolean {
  const hole = book.holes.find(({ first, last }) => first <= seq && seq <= last)
  if (!hole) return false
  const parts = [
    { first: hole.first, last: seq - 1 },
    { first: seq + 1, last: hole.last },
  ].filter(({ first, last }) => first <= last)
  book.holes = book.holes.flatMap(other => (other === hole ? parts : [other]))
  return true
}

/** What the feed never got. */
export function closeFeed(
  { feed, highest, holes }: FeedBook,
  match: MatchBook | undefined,
  findings: Findings,
) {
  const subject = subjectOf(feed)
  for (const { first, last } of holes) findings.add('gap', subject, `seq ${first} to ${last} never came`)
  const end = match?.lastSeq ?? 0
  const mustReach = feed.complete && (feed.from === 'start' || highest > 0)
  if (mustReach && highest < end) {
    findings.add('gap', subject, `it ends at seq ${highest}, and its match at ${end}`)
  }
}
