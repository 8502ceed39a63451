import { type Database, readAuditChain } from '@touchline/db'
import { z } from 'zod'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { beforeFirst, type ChainFault, type ChainPlace, checkChain } from './check-chain.ts'
import { hexOf } from './entry-view.ts'
import { type AuditHeadView, auditHead } from './search.ts'

export const headHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')

export const verifyAuditInput = z.object({
  /** Begins at this entry, and takes the hash of the one before it as it stands. Default: the first. */
  fromId: rowIdSchema.optional(),
  /** A hash that somebody noted: whether it is still that of an entry. */
  head: headHashSchema.optional(),
})

/** Entries that one call checks. */
export const verifiedAtOnce = 2_000
const faultsMax = 50

export interface VerifiedPage {
  readonly ok: boolean
  readonly checked: number
  /** Where the next call begins; null: all has been checked. */
  readonly next: string | null
  /** The first 50. */
  readonly faults: readonly ChainFault[]
  /** The last entry that was checked. */
  readonly lastId: string | null
  /** Which of these entries has the noted hash; null: none of these. */
  readonly headAt: string | null
  /** The newest entry of all. */
  readonly head: AuditHeadView | null
}

/** Checks the chain from an entry on, 2,000 entries at most: call again with `next` until it is null. */
export async function verifyAuditTrail(
  database: Database,
  { fromId, head: noted }: z.output<typeof verifyAuditInput>,
): Promise<Outcome<VerifiedPage, never>> {
  const isFirst = fromId === undefined || fromId === '1'
  const before = isFirst ? undefined : String(BigInt(fromId) - 1n)
  const [entries, start, head] = await Promise.all([
    readAuditChain(database, { afterId: before ?? null, limit: verifiedAtOnce }),
    before === undefined ? beforeFirst : startAt(database, before),
    auditHead(database),
  ])
  const { faults, place } = checkChain(start, entries)
  const noticed = noted === undefined ? undefined : entries.find(({ hash }) => hexOf(hash) === noted)
  return succeeded({
    ok: faults.length === 0,
    checked: entries.length,
    next: entries.length < verifiedAtOnce ? null : String(BigInt(place.id) + 1n),
    faults: faults.slice(0, faultsMax),
    lastId: entries.at(-1)?.id ?? null,
    headAt: noticed?.id ?? null,
    head,
  })
}

/** The entry as it stands; where it is gone, what the page before found out already is not told again. */
async function startAt(database: Database, id: string): Promise<ChainPlace> {
  const [entry] = await readAuditChain(database, { afterId: String(BigInt(id) - 1n), limit: 1 })
  return entry?.id === id ? { id, hash: entry.hash } : { id, hash: new Uint8Array(32) }
}
