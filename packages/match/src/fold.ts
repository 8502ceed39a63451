import type { Fixture, MatchState, Side } from '@touchline/contracts'
import { byTime, type Content, type Fact, factOf, isFactType } from './fact.ts'
import { type Mark, marksOf, statusAndClock } from './marks.ts'
import { countedFacts } from './primary.ts'
import { type FactSummary, summaryOf, withFact } from './quick-tally.ts'
import { type Readings, withoutReading, withReading } from './readings.ts'
import { initialState } from './state.ts'
import { shotsOf, talliesOf } from './tally.ts'

/** What is kept with a match, beside its state, so that most events need nothing else. Plain JSON. */
export interface MatchMemory {
  readonly readings: Readings
  readonly marks: readonly Mark[]
  readonly facts: FactSummary
  /** The teams as the earliest event that named them did. */
  readonly named?: { readonly atMs: number; readonly fixture: Fixture }
}

/** A match as its effective events make it. `facts`: undefined where they were not read. */
export interface FoldedMatch {
  readonly state: MatchState
  readonly memory: MatchMemory
  readonly facts?: ReadonlyMap<string, Fact> | undefined
}

export const emptyMemory: MatchMemory = { readings: {}, marks: [], facts: { count: 0 } }
export const emptyMatch: FoldedMatch = { state: initialState, memory: emptyMemory, facts: new Map() }

/** An event that came, was revised (`before` and `after`) or was withdrawn (no `after`). */
export interface Change {
  readonly identity: string
  readonly source: string
  readonly provider: string
  /** The seq under which it was first stored. */
  readonly seq: number
  readonly before?: Content | undefined
  readonly after?: Content | undefined
  readonly fixture?: Fixture | undefined
}

/** Whether a change is about a fact. */
const isFactual = ({ source, before, after }: Change): boolean =>
  source === 'broadcast' && [before, after].some(content => content !== undefined && isFactType(content.type))

/** The most facts of one match; a real one has some hundreds. */
export const factsMax = 20_000
const marksMax = 100

/**
 * The match after a change. It depends on the match's effective events alone, never on the order in which they came.
 * Throws where the facts are needed and missing; see `mayNeedFacts`.
 */
export function evolve(match: FoldedMatch, change: Change): FoldedMatch {
  const named = withNames(match, change)
  if (change.source !== 'broadcast') return named
  const readings = readingsAfter(named.memory.readings, change)
  const memory = readings === named.memory.readings ? named.memory : { ...named.memory, readings }
  if (!isFactual(change)) return memory === named.memory ? named : withStatus({ ...named, memory })
  return added({ ...named, memory }, change) ?? refold(memory, factsAfter(named.facts, change))
}

const withStatus = ({ state, memory, facts }: FoldedMatch): FoldedMatch => ({
  state: { ...state, ...statusAndClock(memory.marks, memory.readings) },
  memory,
  facts,
})

/** With one more fact, where that needs none of the others. What was no fact before leaves nothing to be taken back. */
function added(match: FoldedMatch, { identity, provider, before, after }: Change): FoldedMatch | undefined {
  const wasFact = before !== undefined && isFactType(before.type)
  const fact = wasFact ? undefined : after && factOf(identity, provider, after)
  const quick = fact && withFact(match.state, match.memory.facts, fact)
  if (!quick) return undefined
  const facts = match.facts && new Map(match.facts).set(identity, fact)
  return withStatus({ state: quick.state, memory: { ...match.memory, facts: quick.summary }, facts })
}

/** Whether folding these changes, one after the other, may need the match's facts at hand. */
export function mayNeedFacts({ state, memory }: FoldedMatch, changes: readonly Change[]): boolean {
  const factual = new Set<string>()
  let match: Pick<FoldedMatch, 'state' | 'memory'> = { state, memory }
  for (const change of changes) {
    // Versions of one event in this list: the later ones take back what the earlier ones said.
    if (factual.has(change.identity)) return true
    if (!isFactual(change)) continue
    factual.add(change.identity)
    const next = added({ ...match, facts: undefined }, change)
    if (!next) return true
    match = next
  }
  return false
}

/** Whether a match has room for one more fact. */
export const hasRoom = ({ memory }: FoldedMatch): boolean =>
  memory.facts.count < factsMax && memory.marks.length < marksMax

function readingsAfter(readings: Readings, { before, after, seq }: Change): Readings {
  const kept = before ? withoutReading(readings, seq) : readings
  return after ? withReading(kept, after, seq) : kept
}

function factsAfter(facts: ReadonlyMap<string, Fact> | undefined, change: Change): ReadonlyMap<string, Fact> {
  if (!facts) throw new Error('the facts of the match are not at hand')
  const after = new Map(facts)
  after.delete(change.identity)
  const fact = change.after && factOf(change.identity, change.provider, change.after)
  if (fact) after.set(change.identity, fact)
  return after
}

/** The match anew from all its facts. */
export function refold(memory: MatchMemory, facts: ReadonlyMap<string, Fact>): FoldedMatch {
  const all = [...facts.values()]
  const counted = countedFacts(all)
  const marks = marksOf(counted)
  const status = statusAndClock(marks, memory.readings)
  const state = { ...talliesOf(counted), ...status, fixture: fixtureOf(counted, memory) }
  return { state, memory: { ...memory, marks, facts: summaryOf(all) }, facts }
}

/** Whether an event is a fact that does not count, since another provider's of its kind do. */
export function isBackup({ facts }: FoldedMatch, identity: string): boolean {
  const fact = facts?.get(identity)
  if (!fact || fact.type === 'primary-provider-changed') return false
  return !countedFacts([...(facts?.values() ?? [])]).includes(fact)
}

/** The shots that a match's state counts, each at its own time. */
export const shotsCounted = (
  facts: ReadonlyMap<string, Fact>,
): { readonly team: Side; readonly occurredAtMs: number }[] =>
  shotsOf(countedFacts([...facts.values()])).map(({ payload: { team }, occurredAtMs }) => ({
    team,
    occurredAtMs,
  }))

/** The newest schedule's, else the first that an event named. */
function fixtureOf(facts: readonly Fact[], { named }: MatchMemory): Fixture | null {
  const schedules = facts.filter(fact => fact.type === 'match-scheduled').toSorted(byTime)
  return schedules.at(-1)?.payload ?? named?.fixture ?? null
}

function withNames(match: FoldedMatch, { fixture, after }: Change): FoldedMatch {
  const { named } = match.memory
  if (!fixture || !after) return match
  const atMs = Date.parse(after.occurredAt)
  if (named && !isEarlier({ atMs, fixture }, named)) return match
  const isScheduled = match.memory.marks.some(({ kind }) => kind === 'scheduled')
  const state = isScheduled ? match.state : { ...match.state, fixture }
  return { ...match, state, memory: { ...match.memory, named: { atMs, fixture } } }
}

type Named = NonNullable<MatchMemory['named']>

const isEarlier = (a: Named, b: Named): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && JSON.stringify(a.fixture) < JSON.stringify(b.fixture))
