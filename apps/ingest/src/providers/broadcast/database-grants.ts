import { setTimeout } from 'node:timers/promises'
import { fitsMatchPattern, isWildcard } from '@touchline/contracts'
import { type Database, type GrantInForce, readGrantsInForce } from '@touchline/db'
import { type Grants, patternGrants } from './grants.ts'

export interface DatabaseGrants extends Grants {
  /** Since the grants were last read; infinite before that. */
  ageSeconds(): number
  stop(): Promise<void>
}

export interface DatabaseGrantsOptions {
  readonly database: Pick<Database, 'pool'>
  /** Told when reading begins to fail, and not again before it has succeeded. */
  readonly onError: (error: unknown) => void
  /** Default 1,000. */
  readonly intervalMs?: number
}

/** More than can be made: the operation that makes them keeps to 10,000. */
const readMax = 20_000
/** A request waits no longer than that for the first read. */
const firstWaitMs = 2_000

interface PartnerGrants {
  /** Match ids, and when each grant expires. */
  readonly exact: ReadonlyMap<string, number>
  readonly patterns: readonly { readonly pattern: string; readonly expiresAtMs: number }[]
}
type Read = ReadonlyMap<string, PartnerGrants>

/**
 * By the patterns in the partners' settings, or by the grants in the database, read every second. While the database is
 * away, those last read count; before the first read, what the settings don't allow is unknown.
 */
export function startDatabaseGrants(options: DatabaseGrantsOptions): DatabaseGrants {
  const { database, onError, intervalMs = 1_000 } = options
  let read: Read | undefined
  let readAtMs = Number.NEGATIVE_INFINITY
  let isFailing = false

  const look = async () => {
    try {
      read = byPartner(await readGrantsInForce(database, readMax))
      readAtMs = performance.now()
      isFailing = false
    } catch (error) {
      if (!isFailing) onError(error)
      isFailing = true
    }
  }
  const stopped = new AbortController()
  const first = look()
  const looking = (async () => {
    await first
    while (!stopped.signal.aborted) {
      await setTimeout(intervalMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (!stopped.signal.aborted) await look()
    }
  })()
  return {
    async mayWrite(partner, matchId) {
      if (patternGrants.mayWrite(partner, matchId)) return true
      if (!read) await Promise.race([first, setTimeout(firstWaitMs, undefined, { ref: false })])
      return read && isGranted(read.get(partner.name), matchId, Date.now())
    },
    ageSeconds: () => (performance.now() - readAtMs) / 1_000,
    stop: async () => {
      stopped.abort()
      await looking
    },
  }
}

function byPartner(grants: readonly GrantInForce[]): Read {
  return new Map(
    [...Map.groupBy(grants, ({ partner }) => partner)].map(([partner, its]) => [partner, partnerGrants(its)]),
  )
}

function partnerGrants(grants: readonly GrantInForce[]): PartnerGrants {
  const lasting = grants.map(({ pattern, expiresAtMs }) => ({
    pattern,
    expiresAtMs: expiresAtMs ?? Number.POSITIVE_INFINITY,
  }))
  return {
    exact: new Map(
      lasting
        .filter(({ pattern }) => !isWildcard(pattern))
        .map(({ pattern, expiresAtMs }) => [pattern, expiresAtMs]),
    ),
    patterns: lasting.filter(({ pattern }) => isWildcard(pattern)),
  }
}

function isGranted(grants: PartnerGrants | undefined, matchId: string, nowMs: number): boolean {
  if (!grants) return false
  if ((grants.exact.get(matchId) ?? 0) > nowMs) return true
  return grants.patterns.some(
    ({ pattern, expiresAtMs }) => expiresAtMs > nowMs && fitsMatchPattern(pattern, matchId),
  )
}
