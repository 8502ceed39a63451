import type { Revision } from '@touchline/contracts'
import type { Content } from './fact.ts'

/** One version of an event, as it was sent. No content: a withdrawal. */
export interface Version {
  readonly revision?: number | undefined
  readonly ingestedAtMs: number
  readonly content?: Content | undefined
  /** Its time was corrected by the measured skew of its provider's clock, which varies from one measurement to the next. */
  readonly isTimeCorrected?: boolean
}

/** A revision as one number: a count as it is, a time in milliseconds since 1970. */
export const revisionNumber = (revision: Revision | undefined): number | undefined =>
  typeof revision === 'string' ? Date.parse(revision) : revision

/**
 * What a version makes of an event of which `standing` holds: nothing, for it is the same; nothing, for a higher one
 * holds; or it takes its place. Which of all versions holds in the end does not depend on the order of arrival.
 */
export function compareVersions(sent: Version, standing: Version): 'same' | 'lower' | 'higher' {
  const toleranceMs = sent.isTimeCorrected ? correctedByAtMostMs : 0
  if (sent.revision === standing.revision && isSameContent(sent.content, standing.content, toleranceMs))
    return 'same'
  const order = rank(sent)
  const other = rank(standing)
  const at = order.findIndex((value, index) => value !== other[index])
  return at >= 0 && (order[at] ?? 0) < (other[at] ?? 0) ? 'lower' : 'higher'
}

const correctedByAtMostMs = 5 * 60_000

/** A withdrawal without a revision is final; a revision is above none; what came later is above what came before. */
function rank({ revision, content, ingestedAtMs }: Version): readonly number[] {
  const isWithdrawn = content === undefined ? 1 : 0
  if (revision === undefined) return isWithdrawn ? [2, 0, 0, 0] : [0, 0, 0, ingestedAtMs]
  return [1, revision, isWithdrawn, ingestedAtMs]
}

/** A clock that was not told is no difference: what is stored may be one that we derived. */
function isSameContent(a: Content | undefined, b: Content | undefined, toleranceMs: number): boolean {
  if (!a || !b) return a === b
  return (
    a.type === b.type &&
    Math.abs(Date.parse(a.occurredAt) - Date.parse(b.occurredAt)) <= toleranceMs &&
    isSameClock(a.clock, b.clock) &&
    isSameJson(a.payload, b.payload)
  )
}

/** Seconds are stored in single precision, and to a hundredth. */
const stored = (seconds: number): number => Math.fround(Math.round(seconds * 100) / 100)

const isSameClock = (a: Content['clock'], b: Content['clock']): boolean =>
  !a || !b || (a.period === b.period && stored(a.seconds) === stored(b.seconds))

/** The same JSON, whatever the order of its keys; a key without a value is none. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(key =>
    isSameJson(one[key], other[key]),
  )
}
