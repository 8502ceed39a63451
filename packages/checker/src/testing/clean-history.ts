import { sourceTopics } from '@touchline/contracts'
import { digestOf, markOf } from '../digest.ts'
import type {
  AccountRow,
  Feed,
  Letter,
  MatchRow,
  Offer,
  OfferedEvent,
  Receipt,
  StoredEvent,
} from '../history.ts'
import { createRandom, type Random } from './random.ts'

/** A history in arrays, so that a test can damage it. */
export interface TestHistory {
  offers: Offer[]
  database: {
    matches: Writable<MatchRow>[]
    stored: Writable<StoredEvent>[]
    letters: Letter[]
    accounts: Writable<AccountRow>[]
    checkpoints: { group: string; topic: string; partition: number; nextOffset: number }[]
  }
  feeds: Feed[]
  receipts: Writable<Receipt>[]
}
export type Writable<T> = { -readonly [K in keyof T]: T[K] }

const startMs = Date.parse('2026-05-01T19:00:00Z')
const topic = sourceTopics.broadcast

/** A history in which all went well: duplicates, lost answers, damaged bytes and goals that come late among it. */
export function cleanHistory(seed: number, matchCount = 3, eventsPerMatch = 60): TestHistory {
  const random = createRandom(seed)
  const history: TestHistory = {
    offers: [],
    database: { matches: [], stored: [], letters: [], accounts: [], checkpoints: [] },
    feeds: [],
    receipts: [],
  }
  for (let match = 0; match < matchCount; match += 1) playMatch(history, `m${match}`, eventsPerMatch, random)
  addDamaged(history, random.int(4))
  const past = history.database.accounts.reduce((sum, { accepted }) => sum + accepted, 0)
  history.database.checkpoints.push(
    { group: 'processor', topic, partition: 0, nextOffset: Math.floor(past / 2) },
    { group: 'processor', topic, partition: 1, nextOffset: past - Math.floor(past / 2) },
  )
  return history
}

function playMatch(history: TestHistory, matchId: string, count: number, random: Random): void {
  const state = openingState(matchId)
  const account = {
    topic,
    matchId,
    accepted: 0,
    stored: 0,
    duplicate: 0,
    revised: 0,
    dead: 0,
    superseded: 0,
    shed: 0,
    lost: 0,
  }
  for (let index = 0; index < count; index += 1) {
    const { offer, row } = nextEvent(matchId, index, count, random)
    const copies = random.chance(0.1) ? 2 : 1
    for (let copy = 0; copy < copies; copy += 1) send(history, offer, random)
    const outcome = store(history, state, row, random)
    const again = outcome === 'stored' ? 'duplicate' : outcome
    account.accepted += copies
    account[outcome] += 1
    account[again] += copies - 1
  }
  history.database.matches.push(state)
  history.database.accounts.push(account)
  for (let fan = 0; fan < 3; fan += 1) follow(history, matchId, fan, random)
}

/** An answer may be lost on its way: the event is stored all the same. */
function send({ offers }: TestHistory, event: OfferedEvent, random: Random): void {
  const { source, sourceEventId } = event
  offers.push({ kind: 'event', event })
  if (!random.chance(0.05)) offers.push({ kind: 'accepted', source, sourceEventId })
}

const openingState = (matchId: string): Writable<MatchRow> => ({
  matchId,
  epoch: 1,
  lastSeq: 0,
  status: 'live',
  score: { home: 0, away: 0 },
  clock: { period: 1, seconds: 0 },
  yellowCards: { home: 0, away: 0 },
  redCards: { home: 0, away: 0 },
})

type Told = { readonly type: string; readonly payload: Record<string, unknown> }

function tell(index: number, count: number, random: Random): Told {
  const team = random.pick(['home', 'away'])
  if (index === 2) return { type: 'goal-scored', payload: { team } }
  if (index === Math.floor(count / 2)) return { type: 'score-corrected', payload: { home: 1, away: 1 } }
  if (index === count - 1) return { type: 'match-ended', payload: {} }
  if (random.chance(0.1)) return { type: 'goal-scored', payload: { team } }
  if (random.chance(0.1)) {
    return { type: 'card-shown', payload: { team, card: random.pick(['yellow', 'red', 'second-yellow']) } }
  }
  return { type: 'pass-made', payload: { team, player: `Player ${index}` } }
}

function nextEvent(matchId: string, index: number, count: number, random: Random) {
  const { type, payload } = tell(index, count, random)
  const occurredAtMs = startMs + (random.chance(0.1) ? Math.max(0, index - 10) : index) * 1_000
  const occurredAt = new Date(occurredAtMs).toISOString()
  const base = {
    source: 'broadcast' as const,
    sourceEventId: `${matchId}-${index}`,
    matchId,
    type,
    occurredAtMs,
    digest: digestOf({ matchId, type, occurredAt, payload }),
  }
  const clock = { period: 1, seconds: (occurredAtMs - startMs) / 1_000 }
  const mark = markOf(type, payload)
  return { offer: { ...base, clock }, row: { ...base, epoch: 1, seq: 0, mark, score: { home: 0, away: 0 } } }
}

const told = new WeakMap<object, StoredEvent[]>()

/** A processor at its best, in as few lines as it takes. */
function store(history: TestHistory, state: Writable<MatchRow>, row: StoredEvent, random: Random) {
  const { mark } = row
  if (row.type === 'pass-made' && random.chance(0.02)) return 'shed'
  const rows = [...(told.get(state) ?? []), row]
  told.set(state, rows)
  state.score = scoreOf(rows)
  if (mark?.kind === 'card') showCard(state, mark)
  if (mark?.kind === 'end') state.status = 'ended'
  const seconds = (row.occurredAtMs - startMs) / 1_000
  state.clock = { period: 1, seconds: Math.max(state.clock.seconds, seconds) }
  state.lastSeq += 1
  history.database.stored.push({ ...row, seq: state.lastSeq, score: state.score })
  return 'stored'
}

/** There is one correction a match: what was scored before it is in it. */
function scoreOf(rows: readonly StoredEvent[]) {
  const correction = rows.find(({ mark }) => mark?.kind === 'correction')
  const fromMs = correction?.occurredAtMs ?? 0
  const base = correction?.mark?.kind === 'correction' ? correction.mark : { home: 0, away: 0 }
  const goals = rows
    .filter(({ occurredAtMs }) => occurredAtMs >= fromMs)
    .flatMap(({ mark }) => (mark?.kind === 'goal' ? [mark.team] : []))
  const scored = (team: string) => goals.filter(side => side === team).length
  return { home: base.home + scored('home'), away: base.away + scored('away') }
}

function showCard(state: Writable<MatchRow>, { team, card }: { team: 'home' | 'away'; card: string }): void {
  const { yellowCards, redCards } = state
  if (card !== 'red') state.yellowCards = { ...yellowCards, [team]: yellowCards[team] + 1 }
  if (card !== 'yellow') state.redCards = { ...redCards, [team]: redCards[team] + 1 }
}

/** The first fan from the start; the others from where they came in, one of them gone before the end. */
function follow(history: TestHistory, matchId: string, fan: number, random: Random): void {
  const rows = history.database.stored.filter(row => row.matchId === matchId)
  const [from, to] = [fan === 0 ? 0 : random.int(20), fan === 2 ? rows.length - 5 : rows.length]
  const feed = history.feeds.length
  history.feeds.push({
    fan: `fan-${fan}`,
    matchId,
    from: fan === 0 ? 'start' : 'live',
    complete: to === rows.length,
  })
  for (const { epoch, seq, source, sourceEventId, score, digest } of rows.slice(from, to)) {
    history.receipts.push({ feed, epoch, seq, source, sourceEventId, score, digest })
  }
}

function addDamaged(history: TestHistory, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const rawHash = `hash-${index}`
    history.offers.push({ kind: 'damaged', rawHash })
    const letter = { source: 'sensor' as const, sourceEventId: rawHash, matchId: '', state: 'dead' }
    history.database.letters.push({ ...letter, disposition: 'poison', rawHash })
  }
}
