import type { Disposition, LetterStage, LetterState, Source } from '@touchline/contracts'

/** Which dead letters: those that meet all that is given. */
export interface LetterFilter {
  readonly topic?: string | undefined
  readonly source?: Source | undefined
  readonly stage?: LetterStage | undefined
  readonly disposition?: Disposition | undefined
  readonly states?: readonly LetterState[] | undefined
  readonly code?: string | undefined
  readonly matchId?: string | undefined
  readonly eventType?: string | undefined
  readonly fingerprint?: string | undefined
  /** Last failed at or after this time, in ISO 8601. */
  readonly from?: string | undefined
  /** Last failed before this time. */
  readonly to?: string | undefined
  /** Whole words that stand in the error message one after the other, upper or lower case. */
  readonly text?: string | undefined
  /** A path that the payload has, such as `payload.minute`. */
  readonly path?: string | undefined
}

/** Letters by their ids, or all that a filter lets through. */
export type LetterChoice = { readonly ids: readonly string[] } | { readonly filter: LetterFilter }

const conditions: Record<keyof LetterFilter, (value: string) => string> = {
  topic: value => `d.origin_topic = ${value}`,
  source: value => `d.source = ${value}::source`,
  stage: value => `d.stage = ${value}`,
  disposition: value => `d.disposition = ${value}::disposition`,
  states: value => `d.state = any(${value}::letter_state[])`,
  code: value => `d.error_code = ${value}`,
  matchId: value => `d.match_id = ${value}`,
  eventType: value => `d.event_type = ${value}`,
  fingerprint: value => `d.fingerprint = ${value}`,
  from: value => `d.last_failed_at >= ${value}::timestamptz`,
  to: value => `d.last_failed_at < ${value}::timestamptz`,
  text: value => `d.error_message ~* ${value}`,
  path: value => `d.shape ? ${value}`,
}

/** A word is a run of what is no space and no punctuation of ASCII. */
const gap = '[\\u0001-/:-@\\[-^`{-\\u007f]'

/** Whole words alone: of a message's other words a part must not be found either. */
function wordsPattern(text: string): string {
  const words = text.match(/[A-Za-z0-9_\u0080-\u{10ffff}]+/gu) ?? []
  return `(^|${gap})${words.join(`${gap}+`)}(${gap}|$)`
}

/** A condition on `dead_letters d`; what it compares with is pushed onto `values`. */
export function whereFilter(filter: LetterFilter, values: unknown[]): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  const parts = given.map(([name, value]) => {
    values.push(name === 'text' ? wordsPattern(String(value)) : value)
    return conditions[name as keyof LetterFilter](`$${values.length}`)
  })
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

/** As `whereFilter`, for a choice. */
export function whereChosen(choice: LetterChoice, values: unknown[]): string {
  if ('filter' in choice) return whereFilter(choice.filter, values)
  values.push(choice.ids)
  return `d.id = any($${values.length}::bigint[])`
}

/** States from which a letter can be replayed, discarded or expire. */
export const deadStates = "('dead', 'dead_again')"
