import type { Fixture } from '@touchline/contracts'
import { firstPlace } from './fact-index.ts'
import { own } from './own.ts'
import { operatorProvider } from './primary.ts'
import type { FactSummary } from './quick-tally.ts'

/** Who plays, as one event named them: its time in ms, the seq that it first had. */
export type Naming = readonly [atMs: number, seq: number, fixture: Fixture]

/** The namings of broadcast events by provider, the earliest first. */
export type Names = Readonly<Record<string, readonly Naming[]>>

/** So many of each provider are kept, so that one may be taken back. */
const namingsKept = 4

/** The same for the same events, in whatever order they came. */
const earlier = (a: Naming, b: Naming): number => a[0] - b[0] || byText(textOf(a[2]), textOf(b[2]))
const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** Whatever the order of its keys. */
const textOf = ({ home, away, competition, venue, kickoffAt }: Fixture): string =>
  JSON.stringify([home, away, competition, venue, kickoffAt])

export function withNaming(names: Names, provider: string, naming: Naming): Names {
  const before = own(names, provider) ?? []
  const place = firstPlace(before, other => earlier(other, naming) >= 0)
  return { ...names, [provider]: before.toSpliced(place, 0, naming) }
}

/** Takes what an event named out again. */
export function withoutNaming(names: Names, provider: string, seq: number): Names {
  const list = own(names, provider)
  if (!list?.some(naming => naming[1] === seq)) return names
  const { [provider]: _, ...others } = names
  const left = list.filter(naming => naming[1] !== seq)
  return left.length > 0 ? { ...others, [provider]: left } : others
}

/** Drops what no rule looks at, before the names are stored. */
export const trimmedNames = (names: Names): Names =>
  Object.values(names).every(list => list.length <= namingsKept)
    ? names
    : Object.fromEntries(Object.entries(names).map(([name, list]) => [name, list.slice(0, namingsKept)]))

/** Names that are known from elsewhere, such as the match's row. */
export const namesAs = (fixture: Fixture | null | undefined): Names =>
  fixture ? { '': [[0, 0, fixture]] } : {}

/**
 * What a match is called while no schedule tells: as an operator said last, else as the provider that counts named it
 * first, else as anybody did. Social posts and sensors name no match.
 */
export function namedFixture(
  names: Names,
  { status, goals, cards, shots }: FactSummary['primaries'],
): Fixture | null {
  const operators = own(names, operatorProvider)?.at(-1)
  if (operators) return operators[2]
  for (const provider of [status, goals, cards, shots]) {
    const first = provider === undefined ? undefined : own(names, provider)?.[0]
    if (first) return first[2]
  }
  return firstOfAll(names)?.[2] ?? null
}

const firstOfAll = (names: Names): Naming | undefined =>
  Object.values(names)
    .flatMap(list => list.slice(0, 1))
    .toSorted(earlier)[0]
