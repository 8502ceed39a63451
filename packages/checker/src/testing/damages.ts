import type { AnomalyKind } from '../anomaly.ts'
import type { StoredEvent } from '../history.ts'
import type { TestHistory } from './clean-history.ts'
import type { Random } from './random.ts'

/** One way to spoil a history, and all that a checker may say of it, the first of them for certain. */
export interface Damage {
  readonly name: string
  readonly expected: readonly [AnomalyKind, ...AnomalyKind[]]
  apply(history: TestHistory, random: Random): void
}

const inMiddle = (length: number, random: Random) => 5 + random.int(length - 10)

/** The receipts of the first fan, who sees its match whole. */
const whole = (history: TestHistory) => history.receipts.filter(receipt => receipt.feed === 0)

function accountOf({ database }: TestHistory, matchId: string) {
  const account = database.accounts.find(row => row.matchId === matchId)
  if (!account) throw new Error(`no account of ${matchId}`)
  return account
}

/** A row that was acknowledged, and neither the match's last nor one that its counts rest on. */
function plainRow(history: TestHistory, random: Random) {
  const acked = new Set(
    history.offers.flatMap(offer => (offer.kind === 'accepted' ? [offer.sourceEventId] : [])),
  )
  const rows = history.database.stored.filter(row => !row.mark && acked.has(row.sourceEventId) && row.seq > 5)
  return random.pick(rows)
}

const removeFrom = <T>(items: T[], item: T) => void items.splice(items.indexOf(item), 1)

/** Takes an event out of rows and receipts, and closes up behind it. */
function forget(history: TestHistory, { matchId, seq, sourceEventId }: StoredEvent): void {
  const { database, feeds } = history
  const isGone = (seen: { sourceEventId: string }) => seen.sourceEventId === sourceEventId
  database.stored = database.stored.filter(row => !isGone(row))
  history.receipts = history.receipts.filter(receipt => !isGone(receipt))
  const rows = database.stored.filter(row => row.matchId === matchId)
  const heard = history.receipts.filter(({ feed }) => feeds[feed]?.matchId === matchId)
  for (const seen of [...rows, ...heard]) if (seen.seq > seq) seen.seq -= 1
  for (const match of database.matches) if (match.matchId === matchId) match.lastSeq -= 1
}

/** Stores a copy of the match's first plain event at its end, and tells the fans who are there. */
function storeAgain(history: TestHistory): void {
  const { database, feeds, receipts } = history
  const [match] = database.matches
  const rows = database.stored.filter(row => row.matchId === match?.matchId)
  const [copied, last] = [rows.find(row => !row.mark), rows.at(-1)]
  if (!match || !copied || !last) throw new Error('the history is empty')
  match.lastSeq += 1
  const copy = { ...copied, seq: match.lastSeq, score: last.score }
  database.stored.splice(database.stored.indexOf(last) + 1, 0, copy)
  const account = accountOf(history, match.matchId)
  account.stored += 1
  account.accepted += 1
  const [checkpoint] = database.checkpoints
  if (checkpoint) checkpoint.nextOffset += 1
  feeds.forEach((feed, index) => {
    if (feed.matchId === match.matchId && feed.complete) receipts.push({ ...copy, feed: index })
  })
}

export const damages: readonly Damage[] = [
  {
    name: 'an acknowledged event vanishes, as if it had never come',
    expected: ['lost', 'unbalanced'],
    apply(history, random) {
      const { database } = history
      const row = plainRow(history, random)
      forget(history, row)
      // What was shed could excuse it: the accounts do not name what they count.
      const account = accountOf(history, row.matchId)
      account.stored -= 1
      account.shed = 0
      const before = account.accepted
      account.accepted =
        account.stored + account.duplicate + account.revised + account.dead + account.superseded
      const [checkpoint] = database.checkpoints
      if (checkpoint) checkpoint.nextOffset -= before - account.accepted
    },
  },
  {
    name: 'a dead letter vanishes',
    expected: ['lost'],
    apply({ offers }) {
      offers.push({ kind: 'damaged', rawHash: 'bytes-nobody-kept' })
    },
  },
  {
    name: 'a row vanishes from the middle of a match',
    expected: ['gap', 'lost', 'phantom', 'unbalanced'],
    apply: (history, random) => removeFrom(history.database.stored, plainRow(history, random)),
  },
  {
    name: 'an event is stored a second time',
    expected: ['duplicated'],
    apply: storeAgain,
  },
  {
    name: 'a fan gets one event twice',
    expected: ['duplicated'],
    apply(history, random) {
      const receipt = random.pick(history.receipts)
      history.receipts.splice(history.receipts.indexOf(receipt) + 1, 0, { ...receipt })
    },
  },
  {
    name: 'a fan gets two events the wrong way round',
    expected: ['reordered'],
    apply(history, random) {
      const mine = whole(history)
      const chosen = mine[inMiddle(mine.length, random)]
      if (!chosen) return
      const at = history.receipts.indexOf(chosen)
      const [first, second] = history.receipts.splice(at, 2)
      if (first && second) history.receipts.splice(at, 0, second, first)
    },
  },
  {
    name: 'an event is stored and delivered that nobody sent, in the place of another',
    expected: ['phantom', 'lost'],
    apply({ database, receipts }, random) {
      const row = random.pick(database.stored)
      const old = row.sourceEventId
      const heard = receipts.filter(receipt => receipt.sourceEventId === old)
      for (const seen of [row, ...heard]) seen.sourceEventId = 'invented'
    },
  },
  {
    name: 'a stored payload differs from what was sent',
    expected: ['phantom'],
    apply({ database, receipts }, random) {
      const row = random.pick(database.stored)
      const heard = receipts.filter(receipt => receipt.sourceEventId === row.sourceEventId)
      for (const seen of [row, ...heard]) seen.digest = 'altered'
    },
  },
  {
    name: 'a delivered payload differs from what is stored',
    expected: ['phantom'],
    apply: ({ receipts }, random) => void Object.assign(random.pick(receipts), { digest: 'altered' }),
  },
  {
    name: 'a fan gets an event past the end of its match',
    expected: ['phantom'],
    apply(history) {
      const last = whole(history).at(-1)
      if (last) history.receipts.push({ ...last, seq: last.seq + 1, sourceEventId: 'invented' })
    },
  },
  {
    name: 'a dead letter holds what nobody sent',
    expected: ['phantom'],
    apply({ database }) {
      const letter = { source: 'social' as const, matchId: '', state: 'dead', disposition: 'poison' }
      database.letters.push({ ...letter, sourceEventId: 'invented', rawHash: 'invented' })
    },
  },
  {
    name: 'a fan misses an event between two',
    expected: ['gap'],
    apply(history, random) {
      const mine = whole(history)
      const missed = mine[inMiddle(mine.length, random)]
      if (missed) removeFrom(history.receipts, missed)
    },
  },
  {
    name: 'a fan who began at the start misses the first event',
    expected: ['gap'],
    apply(history) {
      const [first] = whole(history)
      if (first) removeFrom(history.receipts, first)
    },
  },
  {
    name: 'a fan who stayed misses the last event',
    expected: ['gap'],
    apply(history) {
      const last = whole(history).at(-1)
      if (last) removeFrom(history.receipts, last)
    },
  },
  {
    name: 'a row carries an older score',
    expected: ['stale-overwrite'],
    apply({ database }, random) {
      const rows = database.stored.filter(row => row.score.home > 0)
      const row = random.pick(rows)
      row.score = { ...row.score, home: row.score.home - 1 }
    },
  },
  {
    name: 'a fan is told an older score',
    expected: ['stale-overwrite'],
    apply({ receipts }, random) {
      const receipt = random.pick(receipts.filter(({ score }) => score.away > 0))
      receipt.score = { ...receipt.score, away: receipt.score.away - 1 }
    },
  },
  {
    name: "a match's final score is an older one",
    expected: ['stale-overwrite'],
    apply({ database }, random) {
      const match = random.pick(database.matches)
      match.score = { ...match.score, home: match.score.home - 1 }
    },
  },
  {
    name: "a match's clock goes back",
    expected: ['stale-overwrite'],
    apply: ({ database }, random) =>
      void Object.assign(random.pick(database.matches), { clock: { period: 1, seconds: 3 } }),
  },
  {
    name: 'an ended match is live again',
    expected: ['stale-overwrite'],
    apply: ({ database }, random) => void Object.assign(random.pick(database.matches), { status: 'live' }),
  },
  {
    name: 'a card is forgotten',
    expected: ['stale-overwrite'],
    apply({ database }, random) {
      const match = random.pick(database.matches)
      match.yellowCards = { ...match.yellowCards, home: match.yellowCards.home + 1 }
    },
  },
  {
    name: 'an account counts one too many',
    expected: ['unbalanced'],
    apply({ database }, random) {
      const account = random.pick(database.accounts)
      const name = random.pick([
        'accepted',
        'stored',
        'duplicate',
        'revised',
        'dead',
        'superseded',
        'shed',
      ] as const)
      account[name] += 1
    },
  },
  {
    name: 'a checkpoint passes over a record',
    expected: ['unbalanced'],
    apply({ database }, random) {
      random.pick(database.checkpoints).nextOffset += 1
    },
  },
]
