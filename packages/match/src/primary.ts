import { byTime, type Fact } from './fact.ts'

/** The provider of what operators put into the log. */
export const operatorProvider = 'operator'

/** Operators' facts always count, and those from before providers were kept. */
export const alwaysCounts = ({ provider }: Fact): boolean => provider === operatorProvider || provider === ''

/** Kinds of facts, each of which may come from another provider: one that tells cards alone takes no goals away. */
const kinds = {
  goals: ['goal-scored', 'shot-taken', 'score-corrected'],
  cards: ['card-shown'],
  status: ['period-started', 'period-ended', 'match-ended', 'status-changed'],
} as const satisfies Record<string, readonly Fact['type'][]>
export type FactKind = keyof typeof kinds
export const factKinds = Object.keys(kinds) as readonly FactKind[]

const ofKind = (facts: readonly Fact[], kind: FactKind): Fact[] =>
  facts.filter(({ type }) => kinds[kind].some(one => one === type))

/**
 * The facts that make the state. Where several providers report the same kind of fact, those of one count, so that no
 * goal counts twice: the provider's that an operator chose, else the provider's whose facts of the kind begin first.
 */
export function countedFacts(facts: readonly Fact[]): Fact[] {
  const chosen = chosenProvider(facts)
  const ofKinds = factKinds.flatMap(kind => {
    const its = ofKind(facts, kind)
    return ofProvider(its, chosen ?? firstProvider(its))
  })
  const schedules = facts.filter(({ type }) => type === 'match-scheduled')
  return [...ofKinds, ...(chosen === undefined ? schedules : ofProvider(schedules, chosen))]
}

export interface Primaries {
  /** Whom an operator chose; undefined: nobody was chosen. */
  readonly chosen: string | undefined
  /** Whose facts of each kind count; undefined where no partner has told any. */
  readonly byKind: Readonly<Record<FactKind, string | undefined>>
}

/** Whose facts make the state. */
export function primariesOf(facts: readonly Fact[]): Primaries {
  const chosen = chosenProvider(facts)
  const first = (kind: FactKind) => chosen ?? firstProvider(ofKind(facts, kind))
  return { chosen, byKind: { goals: first('goals'), cards: first('cards'), status: first('status') } }
}

/** The provider that an operator, or a rule, has set for the match; undefined where nobody has. */
function chosenProvider(facts: readonly Fact[]): string | undefined {
  const choices = facts.filter(fact => fact.type === 'primary-provider-changed').toSorted(byTime)
  return choices.at(-1)?.payload.provider
}

function firstProvider(facts: readonly Fact[]): string | undefined {
  const partners = facts.filter(fact => !alwaysCounts(fact))
  return partners.reduce((first, fact) => (first && byTime(first, fact) <= 0 ? first : fact), partners[0])
    ?.provider
}

const ofProvider = (facts: readonly Fact[], provider: string | undefined): Fact[] =>
  facts.filter(fact => fact.provider === provider || alwaysCounts(fact))
