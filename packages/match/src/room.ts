import type { Content } from './fact.ts'
import { isFactType } from './fact.ts'
import { isToldKick } from './fact-index.ts'
import type { Change, FoldedMatch } from './fold.ts'
import { operatorProvider } from './primary.ts'
import { countedAs, type ToldBy, toldBy } from './quick-tally.ts'
import { kicksMax } from './tally.ts'

/** The most facts of one match that one provider may tell; a real match has some hundreds. */
export const factsMax = 20_000
/** The most whistles, rulings and schedules. */
export const marksMax = 100

interface Bound {
  readonly of: keyof ToldBy
  readonly max: number
  readonly words: string
  readonly holds: (content: Content) => boolean
}

const bounds: readonly Bound[] = [
  {
    of: 'facts',
    max: factsMax,
    words: 'goals, cards and other facts',
    holds: ({ type }) => isFactType(type),
  },
  {
    ...{ of: 'marks', max: marksMax, words: 'whistles, rulings and schedules' },
    holds: ({ type }) => isFactType(type) && countedAs(type) === 'marks',
  },
  {
    ...{ of: 'kicks', max: kicksMax, words: 'kicks of the shoot-out' },
    holds: ({ type, clock }) => isFactType(type) && isToldKick({ type, clock }),
  },
]

/**
 * Why a match has no room for a change; undefined if it has. Each provider has room of its own. What takes the place of
 * its like needs none, and operators always have some.
 */
export function lacksRoom({ memory }: Pick<FoldedMatch, 'memory'>, change: Change): string | undefined {
  const { source, provider, before, after } = change
  if (source !== 'broadcast' || provider === operatorProvider || !after) return undefined
  const told = toldBy(memory.facts, provider)
  const full = bounds.find(
    ({ of, max, holds }) => holds(after) && !(before && holds(before)) && told[of] >= max,
  )
  return full && `the match holds ${full.max} ${full.words} of its provider, as many as it may`
}
