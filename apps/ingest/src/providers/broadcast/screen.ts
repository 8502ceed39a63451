import type { Refusal } from '../../outcome.ts'
import { matchOf } from '../../rate/charge.ts'
import type { Grants } from './grants.ts'
import type { Partner } from './partner-book.ts'
import type { RateLimit, TooFast } from './rate-limit.ts'

/** What a partner may send now, before its events are judged. */
export interface Screened {
  /** In order of the items; undefined where one may go on to be judged. */
  readonly refusals: readonly (Refusal | undefined)[]
  readonly passed: readonly unknown[]
  /** Where some were too many. */
  readonly tooFast?: TooFast
}

export interface Screening {
  readonly grants: Grants
  readonly rateLimit: RateLimit
}

const limited: Refusal = { code: 'rate-limited', faults: [] }
const forbidden: Refusal = {
  code: 'forbidden',
  faults: [{ path: 'matchId', message: 'is not a match that this partner may write' }],
}

/**
 * Grants first, so that what is refused for good takes nothing from the partner's rate. Undefined: the grants are not
 * known now.
 */
export async function screen(
  partner: Partner,
  items: readonly unknown[],
  { grants, rateLimit }: Screening,
): Promise<Screened | undefined> {
  const foreign = await foreignMatches(partner, items, grants)
  if (!foreign) return undefined
  const granted = foreign.size === 0 ? items : items.filter(item => !foreign.has(matchOf(item)))
  const { isOver, tooFast } = rateLimit.spend(partner, granted)
  if (foreign.size === 0 && !tooFast) return { refusals: [], passed: items }
  const refusals = items.map(item => {
    if (foreign.has(matchOf(item))) return forbidden
    return isOver(item) ? limited : undefined
  })
  const passed = items.filter((_, index) => refusals[index] === undefined)
  return { refusals, passed, ...(tooFast && { tooFast }) }
}

/** What names no match is refused for that when it is judged. */
async function foreignMatches(
  partner: Partner,
  items: readonly unknown[],
  grants: Grants,
): Promise<ReadonlySet<string> | undefined> {
  const foreign = new Set<string>()
  for (const matchId of new Set(items.map(matchOf))) {
    if (matchId === '') continue
    const mayWrite = await grants.mayWrite(partner, matchId)
    if (mayWrite === undefined) return undefined
    if (!mayWrite) foreign.add(matchId)
  }
  return foreign
}
