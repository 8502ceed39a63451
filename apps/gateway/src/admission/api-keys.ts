import { failed, type Outcome, readKeyText, sameHash, succeeded } from '@touchline/api'
import { apiKeyScopeSchema, type Identity, tierSchema } from '@touchline/contracts'
import { type ApiKeyCheck, type Database, findApiKeys } from '@touchline/db'
import { createKeyUse } from './key-use.ts'

export type DeveloperIdentity = Extract<Identity, { kind: 'developer' }>

export interface ApiKeys {
  check(text: string): Promise<Outcome<DeveloperIdentity, 'unauthorized' | 'unavailable'>>
  /** What was looked up of a key holds no more. */
  forget(keyId: string): void
  close(): Promise<void>
}

export interface ApiKeysOptions {
  readonly database: Pick<Database, 'pool'>
  readonly pepper: string
  readonly onError: (error: unknown) => void
  now(): number
}

interface LookedUp {
  /** Undefined: there is no such key. */
  readonly row: ApiKeyCheck | undefined
  readonly atMs: number
}

const maxAgeMs = 1_000
/** While the database is away a key that was good goes on for so long. */
const maxAgeWithoutDatabaseMs = 60_000
const maxHeld = 10_000

/** Keys are looked up at most once a second each, and what can be no key of ours is not looked up at all. */
export function createApiKeys({ database, pepper, onError, now }: ApiKeysOptions): ApiKeys {
  const held = new Map<string, LookedUp>()
  const underWay = new Map<string, Promise<LookedUp>>()
  const use = createKeyUse({ database, onError, now })

  const keep = (keyId: string, row: ApiKeyCheck | undefined): LookedUp => {
    const looked = { row, atMs: now() }
    held.delete(keyId)
    held.set(keyId, looked)
    for (const oldest of held.keys()) {
      if (held.size <= maxHeld) break
      held.delete(oldest)
    }
    return looked
  }
  const lookUp = (keyId: string): Promise<LookedUp> => {
    const running = underWay.get(keyId)
    if (running) return running
    const lookup = findApiKeys(database, [keyId])
      .then(([row]) => keep(keyId, row))
      .finally(() => underWay.delete(keyId))
    underWay.set(keyId, lookup)
    return lookup
  }
  const find = async (keyId: string): Promise<LookedUp | undefined> => {
    const known = held.get(keyId)
    const ageMs = known ? now() - known.atMs : Number.POSITIVE_INFINITY
    if (ageMs <= maxAgeMs) return known
    return lookUp(keyId).catch(error => {
      onError(error)
      return ageMs <= maxAgeWithoutDatabaseMs ? known : undefined
    })
  }

  return {
    async check(text) {
      const shown = readKeyText(text, pepper)
      if (!shown) return failed('unauthorized')
      const looked = await find(shown.keyId)
      if (!looked) return failed('unavailable')
      const { row } = looked
      if (!row || !sameHash(row.hash, shown.hash) || !isGood(row, now())) return failed('unauthorized')
      use.note(row.keyId)
      return succeeded(identityOf(row))
    },
    forget: keyId => void held.delete(keyId),
    close: () => use.close(),
  }
}

export const isGood = ({ isRevoked, expiresAtMs }: ApiKeyCheck, nowMs: number): boolean =>
  !isRevoked && (expiresAtMs === null || expiresAtMs > nowMs)

const identityOf = ({
  keyId,
  owner,
  scopes,
  tier,
  requestsPerMinute,
  expiresAtMs,
}: ApiKeyCheck): DeveloperIdentity => ({
  kind: 'developer',
  keyId,
  owner,
  scopes: scopes.filter(scope => apiKeyScopeSchema.safeParse(scope).success),
  tier: tierSchema.catch('free').parse(tier),
  requestsPerMinute: requestsPerMinute ?? undefined,
  expiresAtMs: expiresAtMs ?? undefined,
})
