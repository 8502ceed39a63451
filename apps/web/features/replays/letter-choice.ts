import type { LetterState } from '@touchline/contracts'
import type { OperatorInputs, OperatorOutputs } from '../console/trpc-options.ts'

export type LetterQuery = NonNullable<OperatorInputs['deadLetter']['count']['query']>
export type ChosenCounts = OperatorOutputs['deadLetter']['count']

/** Which letters a replay or a discard takes, and how the choice is called. */
export type LetterChoice =
  | { readonly kind: 'letter'; readonly id: string }
  | { readonly kind: 'selection'; readonly ids: readonly string[] }
  | { readonly kind: 'group'; readonly fingerprint: string }
  | { readonly kind: 'filter'; readonly query: LetterQuery }

/** As the procedures take it. */
export function inputOf(choice: LetterChoice): { ids: string[] } | { query: LetterQuery } {
  if (choice.kind === 'letter') return { ids: [choice.id] }
  if (choice.kind === 'selection') return { ids: [...choice.ids] }
  if (choice.kind === 'group') return { query: { fingerprint: choice.fingerprint } }
  return { query: choice.query }
}

const mostIds = 10_000

/** Why it cannot be asked for; undefined if it can. */
export function faultOfChoice(choice: LetterChoice): string | undefined {
  if (choice.kind === 'selection' && choice.ids.length > mostIds) {
    return `At most ${mostIds.toLocaleString('en')} letters can be selected; use a filter instead.`
  }
  if (choice.kind === 'filter' && Object.keys(choice.query).length === 0) {
    return 'Filter first: without a condition it would take every dead letter there is.'
  }
  return undefined
}

export function nameOfChoice(choice: LetterChoice): string {
  if (choice.kind === 'letter') return `letter ${choice.id}`
  if (choice.kind === 'selection') return `${choice.ids.length.toLocaleString('en')} selected`
  return choice.kind === 'group' ? 'this group' : 'all that the filter lets through'
}

const leftOutNames: Partial<Record<LetterState, string>> = { replaying: 'being replayed already' }

/** What of the choice stays out, in words: `3 recovered, 1 being replayed already, 2 unknown`. */
export function leftOutInWords({ others, unknown }: Pick<ChosenCounts, 'others' | 'unknown'>): string {
  const parts = Object.entries(others).map(
    ([state, count]) => `${count.toLocaleString('en')} ${leftOutNames[state as LetterState] ?? state}`,
  )
  return [...parts, ...(unknown > 0 ? [`${unknown.toLocaleString('en')} unknown`] : [])].join(', ')
}

/** The choice that a replay was asked with, from its stored query; undefined where that tells none. */
export function choiceOfReplay(query: unknown): LetterChoice | undefined {
  if (typeof query !== 'object' || query === null || Array.isArray(query)) return undefined
  if (!('ids' in query)) return choiceOfQuery(query as LetterQuery)
  const { ids } = query
  if (!Array.isArray(ids) || !ids.every(id => typeof id === 'string')) return undefined
  const [first] = ids
  if (first === undefined) return undefined
  return ids.length === 1 ? { kind: 'letter', id: first } : { kind: 'selection', ids }
}

function choiceOfQuery(query: LetterQuery): LetterChoice | undefined {
  const names = Object.keys(query)
  if (names.length === 0) return undefined
  const { fingerprint } = query
  const isGroup = names.length === 1 && fingerprint !== undefined
  return isGroup ? { kind: 'group', fingerprint } : { kind: 'filter', query }
}
