import { byTime, type Fact } from './fact.ts'
import { alwaysCounts } from './primary.ts'

type Type = Fact['type']
export type Of<T extends Type> = Extract<Fact, { type: T }>

export const shootOutPeriod = 5

/** What tells when a match is played; a correction, a ruling or a schedule may come days before or after it. */
const played: ReadonlySet<Type> = new Set<Type>([
  'goal-scored',
  'shot-taken',
  'card-shown',
  'period-started',
  'period-ended',
  'match-ended',
])

/** A goal or a shot, in play or in the shoot-out. */
export type Kick = Of<'goal-scored'> | Of<'shot-taken'>

/** An attempt that its source places in the shoot-out. */
export const isToldKick = ({ type, clock }: Pick<Fact, 'type' | 'clock'>): boolean =>
  (type === 'goal-scored' || type === 'shot-taken') && clock?.period === shootOutPeriod

/**
 * The facts of one match by type and provider, each list in match time. It changes in place: to put one fact costs a
 * search in its list, however many there are.
 */
export class FactIndex {
  readonly #facts = new Map<string, Fact>()
  readonly #lists = new Map<Type, Map<string, Fact[]>>()
  readonly #toldKicks = new Map<string, Kick>()
  readonly #playMs: number[] = []
  #inShootOut = 0

  static of(facts: ReadonlyMap<string, Fact>): FactIndex {
    const index = new FactIndex()
    for (const fact of facts.values()) index.#append(fact)
    for (const lists of index.#lists.values()) for (const list of lists.values()) list.sort(byTime)
    index.#playMs.sort((a, b) => a - b)
    return index
  }

  get size(): number {
    return this.#facts.size
  }

  /** Of facts by identity. */
  get all(): ReadonlyMap<string, Fact> {
    return this.#facts
  }

  /** When partners told of play, in order. */
  get playMs(): readonly number[] {
    return this.#playMs
  }

  /** One of the facts names the fifth period. */
  get hasShootOut(): boolean {
    return this.#inShootOut > 0
  }

  get types(): Iterable<Type> {
    return this.#lists.keys()
  }

  /** By provider; no list is empty. */
  lists<T extends Type>(type: T): ReadonlyMap<string, readonly Of<T>[]> {
    return (this.#lists.get(type) ?? new Map()) as ReadonlyMap<string, readonly Of<T>[]>
  }

  list<T extends Type>(type: T, provider: string): readonly Of<T>[] {
    return this.lists(type).get(provider) ?? []
  }

  /** Attempts whose own clock places them in the shoot-out, in no order. */
  get toldKicks(): readonly Kick[] {
    return [...this.#toldKicks.values()]
  }

  /** The fact of an identity from now on; undefined: there is none. */
  put(identity: string, fact: Fact | undefined): void {
    const before = this.#facts.get(identity)
    if (before) this.#remove(before)
    if (!fact) return
    this.#count(fact, 1)
    const list = this.#listFor(fact)
    list.splice(placeIn(list, fact), 0, fact)
    if (isPlayOfPartner(fact))
      this.#playMs.splice(placeOf(this.#playMs, fact.occurredAtMs), 0, fact.occurredAtMs)
  }

  #append(fact: Fact): void {
    this.#count(fact, 1)
    this.#listFor(fact).push(fact)
    if (isPlayOfPartner(fact)) this.#playMs.push(fact.occurredAtMs)
  }

  #remove(fact: Fact): void {
    this.#count(fact, -1)
    const list = this.#listFor(fact)
    list.splice(placeIn(list, fact), 1)
    if (list.length === 0) this.#lists.get(fact.type)?.delete(fact.provider)
    if (isPlayOfPartner(fact)) this.#playMs.splice(placeOf(this.#playMs, fact.occurredAtMs), 1)
  }

  #count(fact: Fact, by: 1 | -1): void {
    if (by > 0) this.#facts.set(fact.identity, fact)
    else this.#facts.delete(fact.identity)
    if (fact.clock?.period === shootOutPeriod) this.#inShootOut += by
    if (!isToldKick(fact)) return
    if (by > 0) this.#toldKicks.set(fact.identity, fact as Kick)
    else this.#toldKicks.delete(fact.identity)
  }

  #listFor({ type, provider }: Fact): Fact[] {
    const lists = this.#lists.get(type) ?? new Map<string, Fact[]>()
    this.#lists.set(type, lists)
    const list = lists.get(provider) ?? []
    lists.set(provider, list)
    return list
  }
}

const isPlayOfPartner = ({ type, provider }: Fact): boolean => played.has(type) && !alwaysCounts(provider)

const placeIn = (list: readonly Fact[], fact: Fact): number =>
  firstPlace(list, other => byTime(other, fact) >= 0)
const placeOf = (times: readonly number[], atMs: number): number => firstPlace(times, other => other >= atMs)

/** The first place of an ordered list from which on something holds. */
export function firstPlace<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (holds(list[middle] as T)) to = middle
    else from = middle + 1
  }
  return from
}
