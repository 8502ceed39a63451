import type { Fixture, MatchState, Side } from '@touchline/contracts'
import { primariesIn } from './election.ts'
import { type Content, type Fact, factOf, isFactType } from './fact.ts'
import { FactIndex } from './fact-index.ts'
import { type Mark, marksOf, newestSchedule, statusAndClock } from './marks.ts'
import { type Names, namedFixture, withNaming, withoutNaming } from './names.ts'
import { isCounted } from './primary.ts'
import { type FactSummary, noFacts, summaryOf, withFact } from './quick-tally.ts'
import { type Readings, withoutReading, withReading } from './readings.ts'
import { initialState } from './state.ts'
import { type Basis, basisOf, isLikeBasis, shotsOf, type Tallies, talliesAfter, talliesOf } from './tally.ts'

/** What is kept with a match, beside its state, so that most events need nothing else. Plain JSON. */
export interface MatchMemory {
  readonly readings: Readings
  readonly marks: readonly Mark[]
  readonly facts: FactSummary
  readonly names: Names
}

/**
 * A match as its effective events make it. `facts`: undefined where they were not read; they change in place, so that
 * what was made of a match by `evolve` takes its place for good.
 */
export interface FoldedMatch {
  readonly state: MatchState
  readonly memory: MatchMemory
  readonly facts?: FactIndex | undefined
  /** As the facts are now; undefined where it was not looked at since. */
  readonly basis?: Basis | undefined
}

export const emptyMemory: MatchMemory = { readings: {}, marks: [], facts: noFacts, names: {} }
export const emptyMatch: FoldedMatch = { state: initialState, memory: emptyMemory }

/** Whether a stored memory is of this version; another has to be made anew. */
export const isCurrentMemory = (memory: unknown): memory is MatchMemory => {
  const { names, facts } = (memory ?? {}) as Partial<MatchMemory>
  return names !== undefined && facts?.told !== undefined
}

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

const isFact = (content: Content | undefined): boolean => content !== undefined && isFactType(content.type)

/** Whether a change is about a fact. */
export const isFactual = ({ source, before, after }: Change): boolean =>
  source === 'broadcast' && (isFact(before) || isFact(after))

/**
 * The match after a change. It depends on the match's effective events alone, never on the order in which they came.
 * Throws where the facts are needed and missing; see `mayNeedFacts`.
 */
export function evolve(match: FoldedMatch, change: Change): FoldedMatch {
  if (change.source !== 'broadcast') return match
  const readings = readingsAfter(match.memory.readings, change)
  const names = namesAfter(match.memory.names, change)
  const isSame = readings === match.memory.readings && names === match.memory.names
  const told = isSame ? match : { ...match, memory: { ...match.memory, readings, names } }
  if (!isFactual(change)) return isSame ? match : derived(told)
  return added(told, change) ?? exchanged(told, change)
}

/** With what follows from the memory. */
function derived({ state, memory, facts, basis }: FoldedMatch): FoldedMatch {
  const isScheduled = memory.marks.some(({ kind }) => kind === 'scheduled')
  const fixture = isScheduled ? state.fixture : namedFixture(memory.names, memory.facts.primaries)
  return {
    state: { ...state, ...statusAndClock(memory.marks, memory.readings), fixture },
    memory,
    facts,
    basis,
  }
}

/** With one more fact, where that needs none of the others. What was no fact before leaves nothing to be taken back. */
function added(match: FoldedMatch, { identity, provider, before, after }: Change): FoldedMatch | undefined {
  const fact = isFact(before) ? undefined : after && factOf(identity, provider, after)
  const quick = fact && withFact(match.state, match.memory.facts, fact)
  if (!quick) return undefined
  match.facts?.put(identity, fact)
  const memory = { ...match.memory, facts: quick.summary }
  return derived({ state: quick.state, memory, facts: match.facts })
}

/** With one fact in place of another, or of none. */
function exchanged({ state, memory, basis: known, ...match }: FoldedMatch, change: Change): FoldedMatch {
  const facts = match.facts ?? (memory.facts.count === 0 ? new FactIndex() : undefined)
  if (!facts) throw new Error('the facts of the match are not at hand')
  const { identity, provider } = change
  const old = known ?? basisOf(facts)
  const before = facts.all.get(identity)
  const after = change.after && factOf(identity, provider, change.after)
  facts.put(identity, after)
  const basis = basisOf(facts)
  const tallies = isLikeBasis(old, basis)
    ? talliesAfter(state, facts, basis, { basis: old, before, after })
    : talliesOf(facts, basis)
  return assembled(memory, facts, basis, tallies)
}

function assembled(memory: MatchMemory, facts: FactIndex, basis: Basis, tallies: Tallies): FoldedMatch {
  const { primaries } = basis
  const fixture = newestSchedule(facts, primaries)?.payload ?? null
  const summary = summaryOf(facts, primaries)
  const after = { ...memory, marks: marksOf(facts, basis), facts: summary }
  return derived({ state: { ...initialState, ...tallies, fixture }, memory: after, facts, basis })
}

/** Whether folding these changes, one after the other, may need the match's facts at hand. */
export function mayNeedFacts({ state, memory }: FoldedMatch, changes: readonly Change[]): boolean {
  const factual = new Set<string>()
  let match: FoldedMatch = { state, memory }
  for (const change of changes) {
    // Versions of one event in this list: the later ones take back what the earlier ones said.
    if (factual.has(change.identity)) return true
    if (!isFactual(change)) continue
    factual.add(change.identity)
    const next = added(match, change)
    if (!next) return true
    match = next
  }
  return false
}

function readingsAfter(readings: Readings, { before, after, seq }: Change): Readings {
  const kept = before ? withoutReading(readings, seq) : readings
  return after ? withReading(kept, after, seq) : kept
}

function namesAfter(names: Names, { provider, before, after, seq, fixture }: Change): Names {
  const kept = before ? withoutNaming(names, provider, seq) : names
  return after && fixture ? withNaming(kept, provider, [Date.parse(after.occurredAt), seq, fixture]) : kept
}

/** The match anew from all its facts. */
export function refold(memory: MatchMemory, facts: ReadonlyMap<string, Fact>): FoldedMatch {
  const index = FactIndex.of(facts)
  const basis = basisOf(index)
  return assembled(memory, index, basis, talliesOf(index, basis))
}

/** Whether an event is a fact that does not count, since another provider's of its kind do. */
export function isBackup({ facts, basis }: FoldedMatch, identity: string): boolean {
  const fact = facts?.all.get(identity)
  if (!facts || !fact || fact.type === 'primary-provider-changed') return false
  return !isCounted(fact, basis?.primaries ?? primariesIn(facts))
}

/** The shots that a match's state counts, each at its own time. */
export function shotsCounted(
  facts: ReadonlyMap<string, Fact>,
): { readonly team: Side; readonly occurredAtMs: number }[] {
  const index = FactIndex.of(facts)
  return shotsOf(index, basisOf(index)).map(({ payload: { team }, occurredAtMs }) => ({ team, occurredAtMs }))
}
