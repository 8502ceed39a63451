import { setTimeout } from 'node:timers/promises'
import type { Identity, RevocableKind } from '@touchline/contracts'
import { type Database, type RevocationInForce, readRevocations } from '@touchline/db'
import { clockToleranceSeconds } from './fan-tokens.ts'

/** What may not come in any more, as this process knows it; half a second behind the database, or as long as that is away. */
export interface RevocationWatch {
  /** Resolves once the first look has been taken; true where revocations are known. */
  known(): Promise<boolean>
  /** `issuedAtMs`: when the token was signed, where that is known. */
  refuses(identity: Identity, issuedAtMs: number | undefined): boolean
  close(): Promise<void>
}

export interface RevocationWatchOptions {
  readonly database: Pick<Database, 'pool'>
  /** Told once of each. */
  onRevoked(kind: RevocableKind, subject: string): void
  /** After all has been read anew. */
  onRefreshed(): Promise<void>
  readonly onError: (error: unknown) => void
  /** Default 500. */
  readonly intervalMs?: number
}

/** Transactions that run at once may commit in another order than that of their ids. */
const overlap = 500
const pageSize = 5_000
const maxHeld = 200_000
/** All in force are read anew so often: what was lifted or has ended goes, what slipped through comes. */
const looksPerRefresh = 120
/** A caller waits no longer than that for the first look. */
const firstWaitMs = 2_000

interface InForce {
  readonly revokedAtMs: number
  readonly forGood: boolean
}

export function startRevocationWatch(options: RevocationWatchOptions): RevocationWatch {
  const { database, onRevoked, onRefreshed, onError, intervalMs = 500 } = options
  let held = new Map<string, InForce>()
  let seen = new Set<number>()
  let lastId = 0
  let looks = 0
  let isKnown = false

  const readAll = async () => {
    const rows = await readInForce(database)
    const fresh = rows.filter(row => !seen.has(row.id))
    held = new Map()
    for (const row of rows) hold(row)
    seen = new Set(rows.map(row => row.id))
    lastId = rows.at(-1)?.id ?? 0
    isKnown = true
    for (const row of fresh) onRevoked(row.kind, row.subject)
    await onRefreshed()
  }
  const readNew = async () => {
    const rows = await readRevocations(database, Math.max(0, lastId - overlap), pageSize)
    for (const row of rows.filter(row => !seen.has(row.id))) {
      hold(row)
      seen.add(row.id)
      onRevoked(row.kind, row.subject)
    }
    lastId = Math.max(lastId, rows.at(-1)?.id ?? 0)
  }
  const hold = ({ kind, subject, revokedAtMs, expiresAtMs }: RevocationInForce) => {
    const before = held.get(`${kind}:${subject}`)
    held.set(`${kind}:${subject}`, {
      revokedAtMs: Math.max(revokedAtMs, before?.revokedAtMs ?? 0),
      forGood: expiresAtMs === null || before?.forGood === true,
    })
  }

  const look = async () => {
    const isDue = !isKnown || looks % looksPerRefresh === 0
    await (isDue ? readAll() : readNew())
    looks += 1
  }
  let looking: Promise<void> | undefined
  const lookOnce = () => {
    looking ??= look()
      .catch(onError)
      .finally(() => {
        looking = undefined
      })
    return looking
  }
  const first = lookOnce()
  const timer = setInterval(lookOnce, intervalMs)
  timer.unref()
  return {
    known: async () => {
      if (!isKnown) await Promise.race([first, setTimeout(firstWaitMs, undefined, { ref: false })])
      return isKnown
    },
    refuses: (identity, issuedAtMs) => isRefused(held, identity, issuedAtMs),
    close: async () => {
      clearInterval(timer)
      await looking
    },
  }
}

async function readInForce(database: Pick<Database, 'pool'>): Promise<RevocationInForce[]> {
  const rows: RevocationInForce[] = []
  while (rows.length < maxHeld) {
    const page = await readRevocations(database, rows.at(-1)?.id ?? 0, pageSize)
    rows.push(...page)
    if (page.length < pageSize) return rows
  }
  throw new Error(`more than ${maxHeld} revocations are in force`)
}

function isRefused(
  held: ReadonlyMap<string, InForce>,
  identity: Identity,
  issuedAtMs = Number.NEGATIVE_INFINITY,
): boolean {
  if (identity.kind === 'anonymous') return false
  if (identity.kind === 'developer') return held.has(`api-key:${identity.keyId}`)
  if (held.has(`session:${identity.sessionId}`)) return true
  const fan = held.get(`fan:${identity.fanId}`)
  if (!fan) return false
  return fan.forGood || issuedAtMs <= fan.revokedAtMs + clockToleranceSeconds * 1_000
}
