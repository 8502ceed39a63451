import { instantSchema, type MatchId, matchIdSchema } from '@touchline/contracts'
import { countPresence, type Database } from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { ShortCache } from '../short-cache.ts'
import { coarse, exactBelow } from './coarse.ts'

export const presenceSchema = z.object({
  matchId: matchIdSchema,
  watching: z
    .int()
    .nonnegative()
    .describe('Feeds open now, on all gateways: exact below 100, then to two significant digits.'),
  exact: z.boolean(),
  asOf: instantSchema,
})
export type Presence = z.infer<typeof presenceSchema>

type Counted = Outcome<Presence, 'match-not-found'>

/** Gateways say anew every 2 s how many they have. */
const cacheOptions = { freshMs: 2_000, maxEntries: 1_000 }
const caches = new WeakMap<Database['pool'], ShortCache<Counted>>()

/** How many follow a match now, at most about four seconds old; asked of the store once for all who ask together. */
export function matchPresence(
  { pool }: Pick<Database, 'pool'>,
  { matchId }: { readonly matchId: MatchId },
  now: Date,
): Promise<Counted> {
  const cache = caches.get(pool) ?? new ShortCache<Counted>(cacheOptions)
  caches.set(pool, cache)
  return cache.get(matchId, now.getTime(), async () => {
    const { isKnown, feeds } = await countPresence({ pool }, matchId)
    if (!isKnown && feeds === 0) return failed('match-not-found')
    return succeeded({ matchId, watching: coarse(feeds), exact: feeds < exactBelow, asOf: now.toISOString() })
  })
}
