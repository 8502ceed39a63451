import { byTime, type Fact } from './fact.ts'

/** The provider of what operators put into the log. */
export const operatorProvider = 'operator'

/** Operators' facts always count, and those from before providers were kept. */
const alwaysCounts = ({ provider }: Fact): boolean => provider === operatorProvider || provider === ''

/** The provider that an operator, or a rule, has set for the match; undefined where nobody has. */
export function chosenProvider(facts: readonly Fact[]): string | undefined {
  const choices = facts.filter(fact => fact.type === 'primary-provider-changed').toSorted(byTime)
  return choices.at(-1)?.payload.provider
}

/**
 * Where several providers report the same kind of fact, those of one count, so that no goal counts twice: the chosen
 * provider's, else those of the provider whose facts of the kind begin first.
 */
export function counted<F extends Fact>(facts: readonly F[], chosen: string | undefined): F[] {
  const primary = chosen ?? facts.filter(fact => !alwaysCounts(fact)).toSorted(byTime)[0]?.provider
  return facts.filter(fact => fact.provider === primary || alwaysCounts(fact))
}
