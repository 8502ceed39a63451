import { criticalTopic, sourceTopics } from '@touchline/contracts'
import type { LogRecord } from '@touchline/streams'
import { storedEvent } from '../testing/records.ts'

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What stands in the log, and what must have come of it at the end, worked out without the processor. */
export interface Script {
  readonly name: string
  readonly partitions: readonly { readonly topic: string; readonly records: readonly LogRecord[] }[]
  readonly matchIds: readonly string[]
  /** Ids of the events that must be stored, by match. */
  readonly stored: ReadonlyMap<string, ReadonlySet<string>>
  /** Records that must be dead letters. */
  readonly dead: number
  /** Home goals, by match. */
  readonly goals: ReadonlyMap<string, number>
}

const appendedAtMs = Date.parse('2026-05-01T19:00:00.020Z')

interface Entry {
  readonly key: string
  readonly text: string
  readonly kind: Kind
}
type Kind = 'pass' | 'goal' | 'unreadable' | 'unstorable' | 'again'

const kinds: readonly [share: number, kind: Kind][] = [
  [0.08, 'unreadable'],
  [0.14, 'unstorable'],
  [0.26, 'again'],
  [0.45, 'goal'],
  [1, 'pass'],
]
const fields = { pass: {}, goal: { type: 'goal-scored' }, unstorable: { occurredAt: '0000-01-01T00:00:00Z' } }

/** A few matches' events, with goals (and their second copies), duplicates and poison of each kind among them. */
export function writeScript(name: string, random: () => number, length: number): Script {
  const matchIds = [`${name}-a`, `${name}-b`]
  const entries: Entry[] = []
  for (let index = 0; index < length; index += 1) {
    const matchId = matchIds[random() < 0.5 ? 0 : 1] ?? ''
    const share = random()
    const kind = kinds.find(([upTo]) => share < upTo)?.[1] ?? 'pass'
    const good = entries.filter(entry => entry.kind === 'pass' || entry.kind === 'goal')
    const again = good[Math.floor(random() * good.length)]
    if (kind !== 'again') entries.push(entryOf(kind, matchId, `${name}-${index}`))
    else if (again) entries.push({ ...again, kind: 'again' })
  }
  return { ...expectedOf(entries, matchIds), name, matchIds, partitions: partitionsOf(name, entries) }
}

function entryOf(kind: Exclude<Kind, 'again'>, matchId: string, id: string): Entry {
  if (kind === 'unreadable') return { key: matchId, text: `{"junk ${id}`, kind }
  return { key: matchId, text: JSON.stringify(storedEvent(id, { matchId, ...fields[kind] })), kind }
}

function expectedOf(entries: readonly Entry[], matchIds: readonly string[]) {
  const idsOf = (matchId: string, among: readonly Kind[]) =>
    entries.flatMap(({ key, kind, text }) =>
      key === matchId && among.includes(kind) ? [String(JSON.parse(text).sourceEventId)] : [],
    )
  return {
    stored: new Map(matchIds.map(id => [id, new Set(idsOf(id, ['pass', 'goal']))])),
    goals: new Map(matchIds.map(id => [id, idsOf(id, ['goal']).length])),
    dead: entries.filter(({ kind }) => kind === 'unreadable' || kind === 'unstorable').length,
  }
}

function partitionsOf(name: string, entries: readonly Entry[]): Script['partitions'] {
  const goals = entries.filter(({ kind }) => kind === 'goal')
  return [
    { topic: sourceTopics.broadcast, records: toRecords(name, sourceTopics.broadcast, entries) },
    { topic: criticalTopic, records: toRecords(name, criticalTopic, goals) },
  ]
}

/** Each script has partitions of its own, so that thousands fit into one database. */
const partitionOf = (name: string) => Number(name.replace(/\D/g, ''))

function toRecords(
  name: string,
  topic: string,
  entries: readonly { key: string; text: string }[],
): LogRecord[] {
  return entries.map(({ key, text }, index) => ({
    topic,
    partition: partitionOf(name),
    offset: BigInt(index),
    appendedAtMs,
    key,
    value: Buffer.from(text),
    headers: { source: 'broadcast' },
  }))
}
