import { createHash } from 'node:crypto'
import type { Transaction } from '../database.ts'

/** One change that somebody made. */
export interface AuditRecord {
  readonly actorId: string
  readonly actorName: string
  readonly actorRole: string
  readonly via: 'console' | 'cli' | 'system'
  /** Such as `replay.create`. */
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string
  /** Empty where none is asked for. */
  readonly reason: string
  /** What else to know, without secrets; as JSON at most 16 KiB. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface ChainedEntry extends Omit<AuditRecord, 'details'> {
  readonly id: string
  /** ISO 8601, in milliseconds. */
  readonly at: string
  /** The JSON text that was hashed. */
  readonly details: string
  readonly prevHash: Uint8Array
  readonly hash: Uint8Array
}

/** What the first entry is chained to. */
export const chainStart: Uint8Array = new Uint8Array(32)

/** SHA-256 over the entry as JSON and the hash of the one before. Any change of any entry breaks every later one. */
export function hashOfEntry(entry: Omit<ChainedEntry, 'hash'>): Uint8Array {
  const { id, at, actorId, actorName, actorRole, via, action, subjectKind, subjectId, reason, details } =
    entry
  const text = JSON.stringify([
    ...[id, at, actorId, actorName, actorRole, via, action, subjectKind, subjectId, reason, details],
    Buffer.from(entry.prevHash).toString('hex'),
  ])
  return createHash('sha256').update(text).digest()
}

const auditLock = 727_201
const maxDetailsBytes = 16_384

/**
 * Adds an entry to the chain, in the transaction of the change that it tells of. Entries are written one after the
 * other: the lock is held until the transaction ends, so do this last. Index: audit_entries_pkey.
 */
export async function appendAudit(tx: Transaction, record: AuditRecord): Promise<string> {
  const text = JSON.stringify(record.details)
  const details =
    Buffer.byteLength(text) <= maxDetailsBytes
      ? text
      : JSON.stringify({ tooLargeBytes: Buffer.byteLength(text) })
  await tx.query({
    name: 'lock-audit',
    text: 'select pg_advisory_xact_lock($1)',
    values: [auditLock],
  })
  const { rows } = await tx.query<{ id: string; hash: Buffer }>({
    name: 'newest-audit-entry',
    text: 'select id, hash from audit_entries order by id desc limit 1',
  })
  const last = rows[0]
  const unhashed = {
    ...record,
    details,
    id: String(BigInt(last?.id ?? 0) + 1n),
    at: new Date().toISOString(),
    prevHash: last?.hash ?? chainStart,
  }
  await tx.query({
    name: 'append-audit-entry',
    text: `insert into audit_entries (id, at, actor_id, actor_name, actor_role, via, action, subject_kind, subject_id,
             reason, details, prev_hash, hash)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::json, $12, $13)`,
    values: [
      unhashed.id,
      unhashed.at,
      record.actorId,
      record.actorName,
      record.actorRole,
      record.via,
      record.action,
      record.subjectKind,
      record.subjectId,
      record.reason,
      details,
      Buffer.from(unhashed.prevHash),
      Buffer.from(hashOfEntry(unhashed)),
    ],
  })
  return unhashed.id
}
