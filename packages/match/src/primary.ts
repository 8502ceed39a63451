import type { Fact } from './fact.ts'

/** The provider of what operators put into the log. */
export const operatorProvider = 'operator'

/** Operators' facts always count, and those from before providers were kept. */
export const alwaysCounts = (provider: string): boolean => provider === operatorProvider || provider === ''

/** Kinds of facts, each of which may come from another provider: one that tells shots alone takes no goals away. */
const kinds = {
  'goal-scored': 'goals',
  'score-corrected': 'goals',
  'shot-taken': 'shots',
  'card-shown': 'cards',
  'period-started': 'status',
  'period-ended': 'status',
  'match-ended': 'status',
  'status-changed': 'status',
} as const satisfies Partial<Record<Fact['type'], string>>
export type FactKind = (typeof kinds)[keyof typeof kinds]
export const factKinds: readonly FactKind[] = ['goals', 'shots', 'cards', 'status']

/** Undefined for schedules and choices, of which every provider's count. */
export const kindOf = (type: Fact['type']): FactKind | undefined =>
  type in kinds ? kinds[type as keyof typeof kinds] : undefined

export interface Primaries {
  /** Whom an operator chose; undefined: nobody was chosen. */
  readonly chosen: string | undefined
  /** Whose facts of each kind count; undefined where no partner has told any. */
  readonly byKind: Readonly<Record<FactKind, string | undefined>>
}

/** Whether a fact makes the state, or is a backup report. */
export function isCounted({ type, provider }: Fact, { chosen, byKind }: Primaries): boolean {
  if (alwaysCounts(provider)) return true
  const kind = kindOf(type)
  return kind ? byKind[kind] === provider : chosen === undefined || chosen === provider
}
