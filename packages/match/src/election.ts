import { byTime, type Fact } from './fact.ts'
import { FactIndex, firstPlace, type Of } from './fact-index.ts'
import { alwaysCounts, type FactKind, isCounted, type Primaries } from './primary.ts'

const hourMs = 3_600_000
/** Facts farther from the middle of a match elect nobody: their date is wrong. */
export const electsWithinMs = 12 * hourMs
/** Whistles farther from it are none. A match that is suspended goes on the next day, or the one after. */
const whistlesWithinMs = 48 * hourMs

type Type = Fact['type']
const whistles = ['period-started', 'period-ended', 'match-ended'] as const
export type Whistle = Of<(typeof whistles)[number]>

/** Which facts elect the provider of a kind: those of the first list, where there are any, else those of the next. */
const electing: Readonly<Record<FactKind, readonly (readonly Type[])[]>> = {
  goals: [['goal-scored', 'score-corrected']],
  shots: [['shot-taken']],
  cards: [['card-shown']],
  status: [whistles, ['status-changed']],
}

/** Whose facts make the state: the provider that an operator chose, else of each kind the one whose facts begin first. */
export function primariesIn(facts: FactIndex): Primaries {
  const chosen = newest(facts.lists('primary-provider-changed').values())?.payload.provider
  const centreMs = middleOf(facts.playMs)
  const first = (kind: FactKind) => chosen ?? elected(facts, electing[kind], centreMs)
  const byKind = {
    goals: first('goals'),
    shots: first('shots'),
    cards: first('cards'),
    status: first('status'),
  }
  return { chosen, byKind }
}

export const primariesOf = (facts: readonly Fact[]): Primaries => primariesIn(indexOf(facts))

/** The facts that make the state. Where several providers report one kind of fact, those of one count. */
export function countedFacts(facts: readonly Fact[]): Fact[] {
  const primaries = primariesOf(facts)
  return facts.filter(fact => fact.type !== 'primary-provider-changed' && isCounted(fact, primaries))
}

const indexOf = (facts: readonly Fact[]) => FactIndex.of(new Map(facts.map(fact => [fact.identity, fact])))

/** The upper median: one date that is wrong does not move it, and of two the later one is right, for none is ahead. */
const middleOf = (times: readonly number[]): number | undefined => times[times.length >>> 1]

function elected(
  facts: FactIndex,
  lists: readonly (readonly Type[])[],
  centreMs: number | undefined,
): string | undefined {
  const near = lists.map(types => firstOf(facts, types, centreMs)).find(fact => fact !== undefined)
  const any = near ?? lists.map(types => firstOf(facts, types)).find(fact => fact !== undefined)
  return any?.provider
}

/** A partner's first fact of some types, near the middle of the match where that is given. */
function firstOf(facts: FactIndex, types: readonly Type[], centreMs?: number): Fact | undefined {
  let first: Fact | undefined
  for (const [provider, list] of types.flatMap(type => [...facts.lists(type)])) {
    const fact = alwaysCounts(provider) ? undefined : firstNear(list, centreMs)
    if (fact && (!first || byTime(fact, first) < 0)) first = fact
  }
  return first
}

function firstNear(list: readonly Fact[], centreMs: number | undefined): Fact | undefined {
  if (centreMs === undefined) return list[0]
  const fact = list[firstPlace(list, ({ occurredAtMs }) => occurredAtMs >= centreMs - electsWithinMs)]
  return fact && fact.occurredAtMs <= centreMs + electsWithinMs ? fact : undefined
}

/** The lists of a type whose facts count. */
export function countedLists<T extends Type>(
  facts: FactIndex,
  type: T,
  elected: string | undefined,
): (readonly Of<T>[])[] {
  return [...facts.lists(type)].flatMap(([provider, list]) =>
    provider === elected || alwaysCounts(provider) ? [list] : [],
  )
}

/** The whistles that count, but those whose date is wrong; in match time. */
export function countedWhistles(facts: FactIndex, { chosen, byKind }: Primaries): Whistle[] {
  const all = whistles.flatMap(type => countedLists<Whistle['type']>(facts, type, byKind.status)).flat()
  const ofChosen = all.filter(({ provider }) => provider === chosen).map(({ occurredAtMs }) => occurredAtMs)
  // Whom an operator chose is measured by its own whistles: no other partner's facts may take them away.
  const centreMs = middleOf(chosen === undefined ? facts.playMs : ofChosen.toSorted((a, b) => a - b))
  const isFar = ({ provider, occurredAtMs }: Whistle) =>
    centreMs !== undefined && !alwaysCounts(provider) && Math.abs(occurredAtMs - centreMs) > whistlesWithinMs
  return all.filter(whistle => !isFar(whistle)).toSorted(byTime)
}

/** The newest of some lists. */
export function newest<T extends Fact>(lists: Iterable<readonly T[]>): T | undefined {
  let found: T | undefined
  for (const list of lists) {
    const last = list.at(-1)
    if (last && (!found || byTime(found, last) < 0)) found = last
  }
  return found
}
